package vn.lgsp.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.attachment.Attachment;
import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.attachment.Parting;

/** Large Base64 texts leave a body as it comes, and stand in it again as it goes. */
class AttachmentsTest {
    private static final String LARGE = base64(1_000_001);
    private final Shelf shelf = new Shelf();

    /** Attachments in memory. */
    private static final class Shelf implements Parting.Store, Parted.Shelf {
        private final Map<UUID, ByteArrayOutputStream> kept = new LinkedHashMap<>();

        @Override
        public UUID next() {
            return UUID.randomUUID();
        }

        @Override
        public void put(UUID id, int number, byte[] piece) {
            kept.computeIfAbsent(id, name -> new ByteArrayOutputStream()).writeBytes(piece);
        }

        @Override
        public void discard(List<UUID> ids) {
            kept.keySet().removeAll(ids);
        }

        @Override
        public InputStream open(Attachment attachment) {
            return new ByteArrayInputStream(kept.get(attachment.id()).toByteArray());
        }
    }

    /** A few bytes at a time, so that everything is cut somewhere. */
    private static final class Drip extends ByteArrayInputStream {
        Drip(String text) {
            super(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, 7));
        }

        @Override
        public int read(byte[] into) {
            return read(into, 0, into.length);
        }
    }

    private static String base64(int bytes) {
        var content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Base64.getEncoder().encodeToString(content);
    }

    private Parted parted(String body) {
        try {
            return new Parting(new Parting.Limits(100_000, 3_000_000), shelf).of(new Drip(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String whole(byte[] kept) {
        try {
            return new String(Parted.of(kept).stream(shelf).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_body_is_put_together_again_byte_for_byte() {
        var body = "{ \"tên\" : \"a\\u0041\\\"b\", \"tệp\":[\"" + LARGE + "\", 1.50 ,\"" + base64(60_000)
                + "\"],\"c\":\""
                + "ngắn\" }\n";

        var kept = parted(body).bytes();

        assertThat(kept.length).isLessThan(1_000);
        assertThat(Parted.length(kept)).isEqualTo(body.getBytes(StandardCharsets.UTF_8).length);
        assertThat(whole(kept)).isEqualTo(body);
        assertThat(Expression.of("rule", "tệp[0]").evaluate(Json.kept(kept), Map.of())).asInstanceOf(type(
                Attachment.class)).satisfies(attachment -> {
                    assertThat(attachment.length()).isEqualTo(LARGE.length());
                    assertThat(LARGE).startsWith(attachment.head()).endsWith(attachment.tail());
                });
    }

    @Test
    void a_slash_may_be_escaped_and_is_the_same_slash() {
        var escaped = parted("[\"" + LARGE.replace("/", "\\/") + "\"]");
        var plain = parted("[\"" + LARGE + "\"]");

        assertThat(whole(escaped.bytes())).isEqualTo("[\"" + LARGE + "\"]");
        assertThat(escaped.holes().getFirst().attachment().sha256()).isEqualTo(plain.holes().getFirst().attachment()
                .sha256());
    }

    @Test
    void what_is_short_or_no_base64_stays_in_the_body() {
        var body = "[\"" + base64(30_000) + "\",\"" + "dài ".repeat(10_000) + "\"]";

        assertThat(parted(body).bytes()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        assertThat(shelf.kept).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { " ", "====", "=A", "\\n", "é", "-" })
    void a_text_that_is_something_else_in_the_end_is_named(String end) {
        assertThatThrownBy(() -> parted("{\"a\":{\"tep\":[1,{\"noiDung\":\"" + LARGE.replace("=", "") + end + "\"}]}}"))
                .asInstanceOf(type(Parting.NotBase64.class)).extracting(Parting.NotBase64::pointer).isEqualTo(
                        "/a/tep/1/noiDung");
    }

    @Test
    void too_much_is_refused_and_the_text_that_was_too_much_named() {
        assertThatThrownBy(() -> parted("{\"tep\":[\"" + LARGE + "\",\"" + LARGE + "\",\"" + LARGE + "\"]}"))
                .asInstanceOf(type(Parting.TooLarge.class)).satisfies(refused -> {
                    assertThat(refused.pointer()).isEqualTo("/tep/2");
                    assertThat(refused.limit()).isEqualTo(3_000_000);
                });
        assertThatThrownBy(() -> parted("{\"a\":\"" + "chữ ".repeat(50_000) + "\"}"))
                .asInstanceOf(type(Parting.TooLarge.class)).satisfies(refused -> {
                    assertThat(refused.pointer()).isEqualTo("/a");
                    assertThat(refused.limit()).isEqualTo(100_000);
                });
        assertThatThrownBy(() -> parted("[" + "1,".repeat(60_000))).asInstanceOf(type(Parting.TooLarge.class))
                .extracting(
                        Parting.TooLarge::pointer)
                .isEqualTo("");
    }

    @Test
    void nobody_can_forge_a_parted_body() {
        var forged = new String(parted("[\"" + LARGE + "\"]").bytes(), StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> Json.read(parted(forged))).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> Json.read(forged.getBytes(StandardCharsets.ISO_8859_1))).isInstanceOf(
                MalformedJson.class);
    }

    @Test
    void a_name_is_no_attachment_and_half_a_body_no_json() {
        assertThatThrownBy(() -> Json.read(parted("{\"" + LARGE + "\":1}"))).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> Json.read(parted("{\"a\":\"" + LARGE))).isInstanceOf(MalformedJson.class);
    }

    private static Expression rule(String source) {
        return Expression.of("rule", source);
    }

    @Test
    void a_mapping_hands_attachments_on_and_asks_their_size() {
        var document = Json
                .read(parted("{\"ten\":\"a\",\"tep\":[{\"noiDung\":\"" + LARGE + "\"},{\"noiDung\":\"QUJD\"},"
                        + "{\"noiDung\":null}]}"));

        var mapped = rule(
                "{\"n\": ten, \"Files\": [tep[noiDung != null].{\"Content\": noiDung, \"n\": $size(noiDung)}]}")
                .evaluate(document, Map.of());

        assertThat(whole(Json.keep(mapped))).isEqualTo("{\"n\":\"a\",\"Files\":[{\"Content\":\"" + LARGE + "\",\"n\":"
                + LARGE.length() + "},{\"Content\":\"QUJD\",\"n\":4}]}");
        assertThat(rule("$exists(tep[0].noiDung) and $sum(tep.$size(noiDung)) = " + (LARGE.length() + 4)).holds(
                document, Map.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "noiDung & \"x\"", "$string(noiDung)", "$length(noiDung)", "$sha256(noiDung)",
            "$base64decode(noiDung)", "$substring(noiDung, 0, 3)", "$text(noiDung)", "$uppercase(noiDung)",
            "$string($)", "$contains(noiDung, \"A\")", "$split(noiDung, \"A\")", "$join([noiDung])",
            "$toXml({\"a\": noiDung})", "$hmacSha256(\"k\", noiDung)", "noiDung ~> $trim" })
    void a_mapping_that_would_read_an_attachment_fails(String source) {
        var document = Json.read(parted("{\"noiDung\":\"" + LARGE + "\"}"));

        assertThatThrownBy(() -> {
            var value = rule(source).evaluate(document, Map.of());
            throw new AssertionError(source + " gave " + value);
        }).isInstanceOf(MappingFailed.class);
    }

    @Test
    void what_is_not_for_the_ledger_holds_no_attachment() {
        var document = Json.read(parted("[\"" + LARGE + "\"]"));

        assertThatThrownBy(() -> Json.write(document)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new String(Json.write(Attachment.labelled(document)), StandardCharsets.UTF_8))
                .contains(LARGE.length()
                        + " byte");
    }
}
