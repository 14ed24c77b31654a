package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.intake.ProblemShape.errors;
import static vn.lgsp.gateway.intake.ProblemShape.fast;
import static vn.lgsp.gateway.intake.ProblemShape.problem;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.journey.Stages;

/** Addresses and methods that lead nowhere, or try to lead elsewhere. */
class PathsTest {
    private static final String DOSSIERS = "/api/dvcqg/v1/dossiers";

    private final RawHttp http = new RawHttp(Stages.shared().url());

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "/api", "/api/", "/api/dvcqg", "/api/dvcqg/v1", "/api/dvcqg/v1/", "/api/dvcqg/v2/dossiers",
            "/api/DVCQG/v1/dossiers", "/api/nothing/v1/dossiers", "/api/one-stop/v1/notify", "/api/dvcqg/v1/nothing",
            DOSSIERS + "/", DOSSIERS + "/a/b", "/api/postal/v1/track" })
    void an_unknown_address_is_a_404(String path) {
        assertThat(problem(fast(() -> http.ask("GET", path)), 404, "no-such-service")).containsEntry("instance", path);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "//api/transactions", "/api//dvcqg/v1/dossiers", "/api/dvcqg//v1/dossiers",
            "/api/dvcqg/v1/../v1/dossiers", "/api/dvcqg/v1/%2e%2e/v1/dossiers", "/api/dvcqg/v1/./dossiers",
            DOSSIERS + "/a%2Fb", DOSSIERS + "/a%2fb", DOSSIERS + "/a%5Cb", DOSSIERS + "/a%25b", DOSSIERS + "/%00",
            DOSSIERS + "/%FF", DOSSIERS + "/%C0%AF", DOSSIERS + "/%zz", DOSSIERS + "/%", DOSSIERS + ";x=1/a",
            DOSSIERS + "/a;jsessionid=1", DOSSIERS + "/<script>alert(1)</script>", DOSSIERS + "/a\"b",
            DOSSIERS + "/a|b", DOSSIERS + "/\u00e1", DOSSIERS + "/a%0d%0aX-Evil:%201", "/api/transactions/%00",
            "http://evil.example/api/transactions", "*", "/../etc/passwd" })
    void a_path_that_two_readers_could_read_differently_is_a_400(String path) {
        var answer = fast(() -> http.ask("GET", path));

        problem(answer, 400, "malformed-request");
        assertThat(answer.text()).doesNotContain("<script");
        assertThat(answer.header("X-Evil")).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({ "8000,422", "9000,414", "200000,414" })
    void a_very_long_address_is_refused(int length, int status) {
        var answer = fast(() -> http.ask("GET", DOSSIERS + "/" + "a".repeat(length)));

        problem(answer, status, status == 422 ? "invalid-request" : "malformed-request");
    }

    @Test
    void what_is_reflected_stays_encoded() {
        var answer = http.ask("GET", DOSSIERS + "/%3Cscript%3E%22");

        assertThat(problem(answer, 422, "invalid-request")).containsEntry("instance", DOSSIERS
                + "/%3Cscript%3E%22");
        assertThat(answer.text()).doesNotContain("<script");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({ "GET,/api/dvcqg/v1/dossiers,POST", "PUT,/api/dvcqg/v1/dossiers,POST",
            "DELETE,/api/dvcqg/v1/dossiers,POST", "PATCH,/api/dvcqg/v1/dossiers,POST",
            "OPTIONS,/api/dvcqg/v1/dossiers,POST", "TRACE,/api/dvcqg/v1/dossiers,POST",
            "TRACE,/api/transactions,GET", "POST,/api/dvcqg/v1/dossiers/x,GET", "POST,/api/transactions,GET",
            "DELETE,/api/transactions/x,GET", "OPTIONS,/api/transactions,GET" })
    void another_method_is_a_405_that_says_which_is_allowed(String method, String path, String allowed) {
        var answer = fast(() -> http.ask(method, path, "X-Secret: s3cret"));

        problem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo(allowed);
        assertThat(answer.text()).doesNotContain("s3cret");
    }

    @Test
    void a_head_request_gets_no_body() {
        var answer = http.ask("HEAD", DOSSIERS);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({ "CONNECT,501", "FOO,400", "get,400" })
    void a_method_nobody_uses_is_refused_before_the_door(String method, int status) {
        var answer = fast(() -> http.ask(method, DOSSIERS, "X-Secret: s3cret"));

        problem(answer, status, status == 400 ? "malformed-request" : "method-not-allowed");
        assertThat(answer.text()).doesNotContain("s3cret");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "Bad Header: x", "NoColon", "Content-Length: -5", "Content-Length: 1, 2", "Host: other",
            "Transfer-Encoding: nonsense", "X-Evil: \u0001" })
    void a_header_that_is_no_http_is_refused(String header) {
        var answer = fast(() -> http.ask("GET", "/api/transactions", header));

        assertThat(answer.status()).isIn(400, 501);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    private static int asked(String host) {
        try (var talk = new Talk(Stages.shared().url())) {
            return talk.say("GET /api/nothing HTTP/1.1\r\nHost: " + host + "\r\n\r\n").hear().status();
        }
    }

    /** RFC 9112 §3.2. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "two words", "user@localhost", "localhost/api", "localhost:80a", "localhost:80:80", "[::1",
            "::1", "[localhost]", "a%zz", "\"><script>", "\u00e1", "http://localhost" })
    void a_host_that_cannot_be_one_is_a_400(String host) {
        assertThat(asked(host)).isEqualTo(400);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "", "localhost", "lgsp.quangnam.gov.vn:", "lgsp_gateway:8080", "10.0.0.1:80", "[::1]:8080",
            "[::ffff:10.0.0.1]", "xn--qung-nam-0cc.vn", "a%20b" })
    void any_other_host_will_do(String host) {
        assertThat(asked(host)).isEqualTo(404);
    }

    @Test
    void a_request_of_another_protocol_is_refused() {
        assertThat(http.send("GET /api/transactions HTTP/3.0", List.of(), new byte[0]).status()).isIn(501, 505);
        problem(http.send("\u0016\u0003\u0001", List.of(), new byte[0]), 400, "malformed-request");
    }

    @Test
    void an_unknown_parameter_is_named() {
        assertThat(errors(problem(http.ask("GET", DOSSIERS + "/H47.12-260302-0012?x=1"), 422, "invalid-request")))
                .extracting(error -> error.get("pointer")).containsExactly("/x");
    }

    @Test
    void a_path_variable_cannot_be_replaced_by_a_parameter() {
        var answer = http.ask("GET", DOSSIERS + "/H47.12-260302-0012?maHoSo=H47.12-260302-0013");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json()).containsEntry("maHoSo", "H47.12-260302-0012");
    }

    @Test
    void a_parameter_twice_is_no_value_of_its_type() {
        assertThat(errors(problem(http.ask("GET",
                "/api/payment/v1/payments/x?thoiGianGD=2026-03-02T08:00:00Z&thoiGianGD=2026-03-02T09:00:00Z"), 422,
                "invalid-request"))).extracting(error -> error.get("pointer")).containsExactly("/thoiGianGD");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "x=%zz", "x=%", "%zz=1", "thoiGianGD=%FF", "thoiGianGD=%C0%AF", "thoiGianGD=%00",
            "thoiGianGD=%ED%A0%80" })
    void a_parameter_that_cannot_be_decoded_is_a_400(String query) {
        problem(http.ask("GET", "/api/payment/v1/payments/x?" + query), 400, "bad-request");
        problem(http.ask("GET", "/api/transactions?" + query), 400, "bad-request");
    }
}
