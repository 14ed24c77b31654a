package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.sandbox.wire.Call;

/** What passes the gateway besides bodies: headers by a list, both ways, and the caller's trace. */
class HeadersTest {
    private static final String[] HOSTILE = { "Authorization: Basic c2VjcmV0OnNlY3JldA==", "Cookie: session=s3cret",
            "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Host: evil.example", "Forwarded: for=203.0.113.9",
            "Proxy-Authorization: Basic x", "TE: trailers", "Upgrade: h2c", "Keep-Alive: timeout=5",
            "CamelHttpUri: http://evil.example/", "CamelHttpPath: /evil", "CamelHttpMethod: DELETE",
            "CamelHttpQuery: evil=1", "CamelFileName: evil", "org.apache.camel.x: 1", "dstcode: evil", "session: evil",
            "X-Session: s3cret", "Origin: http://evil.example", "Referer: http://evil.example/s3cret",
            "User-Agent: evil/1.0", "Accept: text/evil", "Accept-Language: en", "Accept-Encoding: gzip",
            "If-None-Match: evil", "Range: bytes=0-1", "webhook-signature: evil" };
    private static final Set<String> EXPECTED = Set.of("accept", "content-type", "content-length", "traceparent",
            "host", "connection", "user-agent", "accept-encoding");

    private final GatewayStage stage = Stages.shared();
    private final RawHttp http = new RawHttp(stage.url());
    private final String number = GatewayStage.dossierNumber();

    private Call atThePortal() {
        return Objects.requireNonNull(stage.sandbox().on("portal").calls(number).getLast());
    }

    private RawHttp.Response find(String... headers) {
        var answer = http.ask("GET", "/api/dvcqg/v1/dossiers/" + number, headers);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer;
    }

    @Test
    void nothing_of_the_callers_headers_reaches_the_provider_but_what_is_listed() {
        find(HOSTILE);

        var call = atThePortal();
        assertThat(EXPECTED).containsAll(call.headers().keySet());
        assertThat(call.headers().toString()).doesNotContain("evil", "s3cret", "demo-one-stop-key");
        assertThat(call.header("content-type")).hasValue("application/json; charset=UTF-8");
        assertThat(call.header("accept")).hasValue("application/json");
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.path()).isEqualTo("/mapi/g");
        assertThat(call.query()).containsOnlyKeys("dstcode");
    }

    @Test
    void nor_when_it_is_delivered_later() {
        var key = UUID.randomUUID().toString();
        var headers = new java.util.ArrayList<>(List.of(HOSTILE));
        headers.addAll(List.of("X-API-Key: demo-one-stop-key", "Idempotency-Key: " + key,
                "Content-Type: application/json"));
        var body = Json.write(Samples.dossier(number));
        headers.add("Content-Length: " + body.length);

        assertThat(http.send("POST /api/dvcqg/v1/dossiers HTTP/1.1", headers, body).status()).isEqualTo(202);

        org.awaitility.Awaitility.await().until(() -> stage.sandbox().portal().dossier(number).isPresent());
        assertThat(EXPECTED).containsAll(atThePortal().headers().keySet());
        assertThat(atThePortal().headers().toString()).doesNotContain("evil", "s3cret", key);
    }

    @Test
    void nothing_of_the_providers_headers_reaches_the_caller() {
        var answer = find();

        assertThat(answer.headers().keySet()).doesNotContain("server", "set-cookie", "x-powered-by", "matched-stub-id")
                .allSatisfy(name -> assertThat(name).doesNotStartWithIgnoringCase("camel"));
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void a_trace_is_kept_passed_on_with_a_span_of_our_own_and_told_back() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        var answer = find("traceparent: 00-" + trace + "-00f067aa0ba902b7-01");

        assertThat(answer.header("traceparent")).isEqualTo("00-" + trace + "-00f067aa0ba902b7-01");
        assertThat(atThePortal().header("traceparent").orElseThrow()).matches("00-" + trace + "-[0-9a-f]{16}-01")
                .doesNotContain("00f067aa0ba902b7");
        assertThat(stage.sql().sql("select traceparent from transaction where business_key = ?").param(number).query(
                String.class).single()).isEqualTo("00-" + trace + "-00f067aa0ba902b7-01");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x", "x" })
    void a_trace_that_is_none_is_replaced(String nonsense) {
        var answer = find("traceparent: " + nonsense);

        var trace = Objects.requireNonNull(answer.header("traceparent"));
        assertThat(trace).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}").isNotEqualTo(nonsense);
        assertThat(atThePortal().header("traceparent").orElseThrow()).startsWith(trace.substring(0, 36));
    }

    @Test
    void a_refusal_tells_the_trace_too() {
        var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        var answer = http.ask("GET", "/api/dvcqg/v1/dossiers/x", "traceparent: " + trace);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("traceparent")).isEqualTo(trace);
    }
}
