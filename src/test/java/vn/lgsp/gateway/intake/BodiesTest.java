package vn.lgsp.gateway.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.lgsp.gateway.intake.ProblemShape.errors;
import static vn.lgsp.gateway.intake.ProblemShape.fast;
import static vn.lgsp.gateway.intake.ProblemShape.problem;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Stages;

/** Bodies nobody should send: each is refused at once, in the caller's language, and never a fault of ours. */
class BodiesTest {
    private static final String DOSSIERS = "/api/dvcqg/v1/dossiers";
    private static final String JSON = "Content-Type: application/json";
    private static final int LIMIT = 1 << 20;

    private final RawHttp http = new RawHttp(Stages.shared().url());

    static Stream<Arguments> unreadable() {
        return Stream.of(Arguments.of("nothing", bytes("")), Arguments.of("only spaces", bytes("  \n")),
                Arguments.of("half an object", bytes("{\"a\":")), Arguments.of("a word", bytes("dossier")),
                Arguments.of("NaN", bytes("{\"a\":NaN}")), Arguments.of("single quotes", bytes("{'a':1}")),
                Arguments.of("a comment", bytes("{} // end")), Arguments.of("text after it", bytes("{} x")),
                Arguments.of("two documents", bytes("{}{}")), Arguments.of("a comma too many", bytes("{\"a\":1,}")),
                Arguments.of("invalid UTF-8", latin("{\"a\":\"\u00ff\"}")),
                Arguments.of("overlong UTF-8", latin("{\"a\":\"\u00c0\u00af\"}")),
                Arguments.of("a coded surrogate", latin("{\"a\":\"\u00ed\u00a0\u0080\"}")),
                Arguments.of("beyond Unicode", latin("{\"a\":\"\u00f5\u0080\u0080\u0080\"}")),
                Arguments.of("UTF-16", "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16)),
                Arguments.of("a byte order mark", latin("\u00ef\u00bb\u00bf{}")),
                Arguments.of("a NUL byte", bytes("{\"a\":\"\u0000\"}")),
                Arguments.of("an escaped NUL", bytes("{\"a\":\"\\u0000\"}")),
                Arguments.of("a NUL in a name", bytes("{\"a\\u0000\":1}")),
                Arguments.of("half a character", bytes("{\"a\":\"\\ud83d\"}")),
                Arguments.of("halves the wrong way round", bytes("{\"a\":\"\\ude00\\ud83d\"}")),
                Arguments.of("a raw line break in a text", bytes("{\"a\":\"x\ny\"}")),
                Arguments.of("a name twice", bytes("{\"a\":1,\"a\":2}")),
                Arguments.of("a name twice, once escaped", bytes("{\"a\":1,\"\\u0061\":2}")),
                Arguments.of("100,000 lists deep", bytes("[".repeat(100_000))),
                Arguments.of("100,000 objects deep", bytes("{\"a\":".repeat(100_000))),
                Arguments.of("closed again", bytes("[".repeat(100_000) + "]".repeat(100_000))),
                Arguments.of("1e999999", bytes("{\"maHoSo\":1e999999}")),
                Arguments.of("1e-999999999999", bytes("{\"maHoSo\":1e-999999999999}")),
                Arguments.of("5,001 digits", bytes("{\"maHoSo\":1" + "0".repeat(5000) + "}")),
                Arguments.of("a million digits", bytes("{\"maHoSo\":" + "9".repeat(1_000_000) + "}")),
                Arguments.of("a leading zero", bytes("{\"a\":007}")), Arguments.of("a plus", bytes("{\"a\":+7}")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void what_cannot_be_read_is_a_400_within_a_second(String what, byte[] body) {
        var answer = fast(() -> http.post(DOSSIERS, body, JSON));

        assertThat(problem(answer, 400, "malformed-body")).doesNotContainKey("errors").containsEntry("instance",
                DOSSIERS);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "[]", "[{}]", "5", "\"text\"", "null", "true" })
    void what_is_no_object_is_a_fault_of_the_whole_body(String body) {
        var answer = fast(() -> http.post(DOSSIERS, bytes(body), JSON));

        assertThat(errors(problem(answer, 422, "invalid-request"))).extracting(error -> error.get("pointer"))
                .containsExactly("");
    }

    static Stream<Arguments> heavy() {
        var unknown = IntStream.range(0, 80_000).mapToObj(i -> "\"x" + i + "\":1").collect(Collectors.joining(","));
        var long_ = "\"" + "A".repeat(1_000_000) + "\"";
        return Stream.of(Arguments.of("80,000 unknown fields", "{" + unknown + "}"),
                Arguments.of("300,000 empty items", "{\"dinhDanhCHS\":[" + "{},".repeat(300_000) + "{}]}"),
                Arguments.of("a text of a megabyte in a pattern", "{\"maHoSo\":" + long_ + "}"),
                Arguments.of("a time of a megabyte", "{\"ngayTiepNhan\":" + long_ + "}"),
                Arguments.of("an address of a megabyte", "{\"taiLieuNop\":[{\"duongDanTaiTepTin\":" + long_ + "}]}"),
                Arguments.of("a summary of a megabyte", "{\"trichYeuHoSo\":" + long_ + "}"),
                Arguments.of("a name of 1,001 characters", "{\"" + "n".repeat(1001) + "\":1}"),
                Arguments.of("a number of 300 digits", "{\"kenhThucHien\":" + "9".repeat(300) + "}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heavy")
    void many_or_large_faults_cost_no_more_than_a_second_and_100_sentences(String what, String body) {
        var answer = fast(() -> http.post(DOSSIERS, bytes(body), JSON));

        assertThat(answer.status()).as(what).isIn(400, 422);
        var problem = problem(answer, answer.status(), answer.status() == 400 ? "malformed-body" : "invalid-request");
        if (answer.status() == 422) {
            assertThat(errors(problem)).hasSizeLessThanOrEqualTo(100);
        }
        assertThat(answer.body().length).isLessThan(100_000);
    }

    @Test
    void a_body_of_a_megabyte_and_a_byte_is_refused_with_the_limit() {
        var body = bytes("\"" + "a".repeat(LIMIT - 1) + "\"");

        var answer = fast(() -> http.post(DOSSIERS, body, JSON));

        assertThat(problem(answer, 413, "body-too-large")).containsEntry("limit", LIMIT);
        assertThat(String.valueOf(answer.json().get("detail"))).contains(String.valueOf(LIMIT));
    }

    @Test
    void a_body_of_exactly_a_megabyte_is_read() {
        var answer = http.post(DOSSIERS, bytes("\"" + "a".repeat(LIMIT - 2) + "\""), JSON);

        problem(answer, 422, "invalid-request");
    }

    @Test
    void a_chunked_body_is_bounded_too() {
        var chunks = bytes("100001\r\n" + "a".repeat(LIMIT + 1) + "\r\n0\r\n\r\n");

        var answer = fast(() -> chunked(chunks));

        problem(answer, 413, "body-too-large");
    }

    @Test
    void a_body_that_never_comes_is_given_up() {
        var answer = http.send("POST " + DOSSIERS + " HTTP/1.1", List.of("X-API-Key: " + GatewayStage.ONE_STOP,
                "Idempotency-Key: " + UUID.randomUUID(), JSON, "Content-Length: 1000"), bytes("{"));

        problem(answer, 400, "malformed-request");
    }

    /** There is no telling where the next request would begin. */
    @Test
    void broken_chunks_end_the_connection_and_nothing_is_recorded() {
        var key = UUID.randomUUID().toString();
        assertThatThrownBy(() -> http.send("POST " + DOSSIERS + " HTTP/1.1", List.of("X-API-Key: "
                + GatewayStage.ONE_STOP, "Idempotency-Key: " + key, JSON, "Transfer-Encoding: chunked"), bytes(
                        "ZZ\r\nabc\r\n0\r\n\r\n")))
                .hasMessageContaining("no answer");

        assertThat(Stages.shared().sql().sql("select count(*) from idempotency where key = ?").param(key).query(
                Long.class).single()).isZero();
    }

    private RawHttp.Response chunked(byte[] chunks) {
        return http.send("POST " + DOSSIERS + " HTTP/1.1", List.of("X-API-Key: " + GatewayStage.ONE_STOP,
                "Idempotency-Key: " + UUID.randomUUID(), JSON, "Transfer-Encoding: chunked"), chunks);
    }

    @Test
    void a_client_that_sends_20_megabytes_too_many_still_reads_why() {
        var answer = Stages.shared().oneStop().send("POST", DOSSIERS, new byte[20 * LIMIT], "Idempotency-Key", UUID
                .randomUUID().toString());

        assertThat(answer.status()).as(answer.toString()).isEqualTo(413);
    }

    @Test
    void a_service_with_a_limit_of_its_own_takes_20_megabytes() {
        var number = GatewayStage.dossierNumber();
        var body = Json.write(java.util.Map.of("MaHoSo", number, "MaTTHC", "1.001193", "TepTin", "x".repeat(
                19_900_000)));

        var answer = Stages.shared().oneStop().send("POST", "/api/dvcqg/v1/inbound/dossiers", body, "X-API-Key",
                GatewayStage.PORTAL);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "text/plain", "application/soap+xml", "application/x-www-form-urlencoded",
            "multipart/form-data",
            "application/json; charset=utf-16", "application/json;charset=iso-8859-1",
            "application/json; charset=\"us-ascii\"", "application/json; charset=iso-8859-1; x=utf-8",
            "application/json; charset=nonsense", "application/jsonx", "text/json", "garbage", "/", "application/",
            "" })
    void another_media_type_is_a_415(String type) {
        problem(http.post(DOSSIERS, bytes("{}"), "Content-Type: " + type), 415, "unsupported-media-type");
    }

    @Test
    void a_missing_media_type_is_a_415() {
        var reply = http.post(DOSSIERS, bytes("{}"));

        problem(reply, 415, "unsupported-media-type");
        assertThat(reply.text()).contains("application/json, application/xml, text/xml");
    }

    @Test
    void a_compressed_body_is_a_415() {
        var reply = http.post(DOSSIERS, bytes("{}"), JSON, "Content-Encoding: gzip");

        problem(reply, 415, "unsupported-media-type");
        assertThat(reply.text()).contains("Content-Encoding").doesNotContain("application/json");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "application/json; charset=\"UTF-8\"", "application/json;charset=utf-8",
            "Application/JSON ; Charset=utf8", "application/vnd.lgsp+json" })
    void json_in_utf_8_may_be_spelt_in_many_ways(String type) {
        problem(http.post(DOSSIERS, bytes("{}"), "Content-Type: " + type), 422, "invalid-request");
    }

    @Test
    void each_fault_says_where_and_what_in_both_languages() {
        var dossier = Samples.dossier(GatewayStage.dossierNumber());
        dossier.put("kenhThucHien", 9);
        dossier.put("tenTTHCC", "x");
        dossier.remove("donViXuLy");

        var vi = errors(problem(http.post(DOSSIERS, Json.write(dossier), JSON), 422, "invalid-request"));
        var en = errors(problem(http.post(DOSSIERS, Json.write(dossier), JSON, "Accept-Language: en"), 422,
                "invalid-request"));

        assertThat(vi).extracting(error -> error.get("pointer")).containsExactlyInAnyOrder("/kenhThucHien",
                "/tenTTHCC", "/donViXuLy");
        assertThat(en).extracting(error -> error.get("pointer")).containsExactlyInAnyOrder("/kenhThucHien",
                "/tenTTHCC", "/donViXuLy");
        assertThat(vi).isNotEqualTo(en).allSatisfy(error -> assertThat(String.valueOf(error.get("detail")))
                .isNotBlank());
    }
}
