package vn.lgsp.gateway.connector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Cuts a JSON document into pieces without changing a byte of them: each is read by itself, later, and strictly. */
public final class JsonPieces {
    /** More than {@link Json} takes: what is too deep inside a piece is that piece's own fault. */
    private static final int DEEPEST = 200;
    private static final JsonFactory FACTORY = JsonFactory.builder().streamReadConstraints(StreamReadConstraints
            .builder().maxNestingDepth(DEEPEST).maxNumberLength(1 << 20).maxNameLength(1_000_000).maxStringLength(
                    64 << 20)
            .build()).build();

    private JsonPieces() {}

    /**
     * One value of a document.
     *
     * @param name of a member; empty for an item of a list
     * @param text of a value that is one
     */
    public record Piece(String name, JsonToken kind, int from, int to, @Nullable String text) {
        public boolean object() {
            return kind == JsonToken.START_OBJECT;
        }

        public boolean list() {
            return kind == JsonToken.START_ARRAY;
        }

        /** As it stands in the document. */
        public byte[] bytes(byte[] document) {
            return Arrays.copyOfRange(document, from, to);
        }
    }

    /**
     * The members of the object that begins there; none where there is no object.
     *
     * @throws MalformedJson when the document cannot be cut
     */
    public static List<Piece> members(byte[] document, int from) {
        return pieces(document, from, JsonToken.START_OBJECT);
    }

    /** The items of the list that begins there. */
    public static List<Piece> items(byte[] document, int from) {
        return pieces(document, from, JsonToken.START_ARRAY);
    }

    private static List<Piece> pieces(byte[] document, int from, JsonToken container) {
        var pieces = new ArrayList<Piece>();
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), document, from, document.length - from)) {
            var first = parser.nextToken();
            if (first == null) {
                throw MalformedJson.because("Nội dung trống; cần một tài liệu JSON",
                        "The body is empty; a JSON document is needed");
            }
            if (first != container) {
                return pieces;
            }
            for (var token = parser.nextToken(); token != null && !token.isStructEnd(); token = parser.nextToken()) {
                var name = "";
                if (token == JsonToken.PROPERTY_NAME) {
                    name = parser.getString();
                    token = parser.nextToken();
                }
                pieces.add(piece(parser, from, name, token));
            }
            // the outermost object ends the document
            if (from == 0 && parser.nextToken() != null) {
                throw MalformedJson.because("Còn nội dung sau tài liệu JSON", "There is text after the JSON document");
            }
            return pieces;
        } catch (JacksonException broken) {
            throw MalformedJson.because("Không phải JSON hợp lệ", "Not valid JSON");
        }
    }

    /** @param start where the parser began: it counts from there */
    private static Piece piece(JsonParser parser, int start, String name, JsonToken token) {
        var from = start + (int) parser.currentTokenLocation().getByteOffset();
        var text = token == JsonToken.VALUE_STRING ? parser.getString() : null;
        if (token.isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        return new Piece(name, token, from, start + (int) parser.currentLocation().getByteOffset(), text);
    }
}
