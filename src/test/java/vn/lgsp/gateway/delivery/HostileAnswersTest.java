package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.Story;

/** An answer made to hurt whoever reads it is an unavailable provider: nothing is filled, fetched or followed. */
class HostileAnswersTest {
    @RegisterExtension
    private final RawWorld world = new RawWorld();
    private final RawProvider platform = world.platform();
    private final GatewayStage stage = world.stage();
    private final Story story = new Story(stage);

    @Test
    void a_bomb_that_is_unpacked_to_more_than_can_be_read_is_named_and_hurts_nobody() {
        // 70 MB of noughts in 70 KB
        platform.plays(RawWorld.json("Content-Encoding: gzip\r\n", RawWorld.gzipped(new byte[1 << 20], 70)));
        var began = System.nanoTime();

        var reply = world.query(story);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        RawWorld.code(reply, 502, "provider-unavailable");
        var attempt = story.attempts(UUID.fromString(reply.text("transactionId"))).getFirst();
        assertThat(attempt.code()).isEqualTo("answer-too-large");
        assertThat(attempt.reason()).contains("larger than 67108864 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = { "[", "{\"a\":", "{\"a\":1e999999,\"b\":" })
    void an_answer_that_is_too_deep_or_no_json_is_an_unavailable_provider(String opening) {
        platform.plays(RawWorld.json("", opening.repeat(50_000).getBytes(StandardCharsets.UTF_8)));

        RawWorld.code(world.query(story), 502, "provider-unavailable");
    }

    static Stream<Arguments> hostileXml() {
        var laughs = IntStream.range(1, 30).mapToObj(i -> "<!ENTITY l" + i + " '" + ("&l" + (i - 1) + ";").repeat(10)
                + "'>").collect(Collectors.joining());
        return Stream.of(Arguments.of("an entity of a file",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>"),
                Arguments.of(
                        "an entity of an address", "<!DOCTYPE a [<!ENTITY x SYSTEM 'INSIDE/x'>]><a>&x;</a>"),
                Arguments
                        .of("a DTD of an address", "<!DOCTYPE a SYSTEM 'INSIDE/a.dtd'><a/>"),
                Arguments.of(
                        "a billion laughs", "<!DOCTYPE l [<!ENTITY l0 'ha'>" + laughs
                                + "]><l>&l29;</l>"),
                Arguments.of("an entity of a megabyte, often", "<!DOCTYPE l [<!ENTITY x '" + "x".repeat(1_000_000)
                        + "'>]><l>" + "&x;".repeat(10_000) + "</l>"),
                Arguments.of("100,000 elements deep", "<a>"
                        .repeat(100_000)),
                Arguments.of("an element with 100,000 attributes", "<a " + IntStream.range(0, 100_000).mapToObj(i -> "b"
                        + i + "='1'").collect(Collectors.joining(" ")) + "/>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileXml")
    void xml_of_a_provider_that_attacks_is_an_unavailable_provider_and_reads_nothing(String what, String xml) {
        try (var inside = new RawProvider()) {
            var bytes = xml.replace("INSIDE", inside.url().toString()).getBytes(StandardCharsets.UTF_8);
            platform.plays(talk -> {
                talk.say("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: " + bytes.length + "\r\n\r\n");
                talk.say(bytes);
            });
            var began = System.nanoTime();

            var reply = stage.oneStop().post("/api/population/v1/citizens/find", Map.of("maCanBo", "QNM.CB.0012",
                    "maDonVi", "H47.12", "taiKhoan", "thu.nt", "maDVC", "1.003560", "soCMND", "205123456", "hoVaTen",
                    "Trần Thử", "namSinh", 1950));

            assertThat(Duration.ofNanos(System.nanoTime() - began)).as(what).isLessThan(Duration.ofSeconds(2));
            RawWorld.code(reply, 502, "provider-unavailable");
            assertThat(inside.asked()).isEmpty();
        }
    }

    @Test
    void a_redirect_is_not_followed() {
        try (var inside = new RawProvider()) {
            platform.plays(talk -> talk.say("HTTP/1.1 302 Found\r\nLocation: " + inside.url()
                    + "/latest/meta-data\r\nContent-Length: 0\r\n\r\n"));

            assertThat(world.query(story).status()).isGreaterThanOrEqualTo(400);
            assertThat(inside.asked()).isEmpty();
        }
    }
}
