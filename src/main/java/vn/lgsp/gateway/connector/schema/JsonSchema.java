package vn.lgsp.gateway.connector.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;

import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.faults.Pointers;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;

/** A compiled JSON Schema; says a fault once, by the field's {@code title} and its pointer. */
final class JsonSchema implements Schema {
    private static final int MOST_FAULTS = 100;
    /** Say nothing that the faults inside them do not say better. */
    private static final List<String> FRAMES = List.of("allOf", "anyOf", "oneOf", "if", "then", "else", "$ref");

    private final com.networknt.schema.Schema compiled;
    private final SchemaFolder folder;
    private final String name;

    /** @param name of its file */
    JsonSchema(com.networknt.schema.Schema compiled, SchemaFolder folder, String name) {
        this.compiled = compiled;
        this.folder = folder;
        this.name = name;
    }

    @Override
    public Members members() {
        return TopMembers.of(name, folder);
    }

    @Override
    public List<Fault> check(@Nullable Object document) {
        var errors = errors(document);
        if (errors.isEmpty()) {
            return List.of();
        }
        var inside = errors.stream().filter(error -> !FRAMES.contains(error.getKeyword())).toList();
        var faults = new ArrayList<Fault>();
        var said = new HashSet<String>();
        for (var error : inside.isEmpty() ? errors : inside) {
            if (faults.size() == MOST_FAULTS) {
                break;
            }
            if (said.add(pointer(error) + " " + error.getKeyword())) {
                faults.add(fault(error));
            }
        }
        return List.copyOf(faults);
    }

    private List<Error> errors(@Nullable Object document) {
        var found = new Bounded();
        try {
            compiled.validate(Nodes.of(document), context -> context.setErrors(found));
        } catch (Enough e) {
            // more would cost time and tell nobody anything
        }
        return found;
    }

    /** Ends the validation of a document that is wrong everywhere: 300,000 empty items took it more than a second. */
    private static final class Bounded extends ArrayList<Error> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean add(Error error) {
            if (size() == 10 * MOST_FAULTS) {
                throw new Enough();
            }
            return super.add(error);
        }
    }

    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super(null, null, false, false);
        }
    }

    private Fault fault(Error error) {
        var pointer = pointer(error);
        var schema = folder.schemaAround(error.getSchemaLocation());
        var own = ofField(error, schema);
        var field = field(pointer, own);
        var words = wording(error, own).orElseGet(() -> SchemaWords.sentence(error.getKeyword(), error
                .getSchemaNode()));
        var hint = hint(error, schema);
        return new Fault(pointer, field.and(" ").and(words).and(hint));
    }

    /** The declaration's own words. Those of a text say how it must look: of a number in its place they would say nothing. */
    private static Optional<Text> wording(Error error, Map<?, ?> own) {
        var noText = error.getKeyword().equals("type") && "string".equals(own.get("type"));
        return error.getProperty() == null && !noText && own.get("x-fault") instanceof Map<?, ?> said
                && said.get("vi") instanceof String vi
                && said.get("en") instanceof String en ? Optional.of(new Text(vi, en)) : Optional.empty();
    }

    private static Text hint(Error error, Map<?, ?> schema) {
        var unknown = error.getProperty();
        if (unknown == null || !(schema.get("properties") instanceof Map<?, ?> known) || known.containsKey(unknown)) {
            return Text.same("");
        }
        return Suggestion.text(unknown, known.keySet().stream().map(String::valueOf).toList());
    }

    /** The schema of the field itself: for a missing field, the one it would have had to fit. */
    private static Map<?, ?> ofField(Error error, Map<?, ?> schema) {
        if (error.getProperty() == null) {
            return schema;
        }
        return schema.get("properties") instanceof Map<?, ?> known
                && known.get(error.getProperty()) instanceof Map<?, ?> own
                        ? own
                        : Map.of();
    }

    private static String pointer(Error error) {
        var at = pointer(error.getInstanceLocation());
        return error.getProperty() == null ? at : at + "/" + Pointers.escape(error.getProperty());
    }

    private static String pointer(NodePath path) {
        var pointer = new StringBuilder();
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer.append('/').append(Pointers.escape(String.valueOf(path.getElement(i))));
        }
        return pointer.toString();
    }

    private static Text field(String pointer, Map<?, ?> schema) {
        if (pointer.isEmpty()) {
            return new Text("Nội dung", "The body");
        }
        var name = name(pointer);
        return Optional.ofNullable(schema.get("title")).map(title -> title + " (" + name + ")")
                .map(both -> new Text(both, both)).orElse(new Text(name, name));
    }

    /** The last name of a pointer, with the numbers behind it: {@code giayTo[2]}. */
    private static String name(String pointer) {
        var last = Pointers.last(pointer);
        var above = pointer.substring(0, pointer.lastIndexOf('/'));
        var number = !last.isEmpty() && last.length() < 7 && last.chars().allMatch(c -> c >= '0' && c <= '9');
        return number && !above.isEmpty() ? name(above) + "[" + last + "]" : last;
    }
}
