package vn.lgsp.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import vn.lgsp.gateway.sandbox.Client.Reply;
import vn.lgsp.gateway.sandbox.onestop.Signature;
import vn.lgsp.gateway.sandbox.wire.Json;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneStopTest {
    private static final Map<String, Object> EVENT = Map.of("maSuKien", "e-1", "soDon", "H47.12-231005-0012-TKQ");
    private static final String PATH = "/lgsp/postal-events";

    private final TestClock clock = new TestClock();
    private final Client client = new Client();
    private final Sandbox sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.standard().at(clock));
    private final String secret = sandbox.environment().getOrDefault("ONE_STOP_SECRET", "");

    @BeforeEach
    void forget() {
        sandbox.reset();
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void a_signed_event_is_taken_and_shown() {
        var answer = hand("m-1", clock.instant().getEpochSecond(), secret);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(sandbox.oneStop().received(PATH)).singleElement()
                .satisfies(one -> assertThat(Json.text(one.body(), "maSuKien")).isEqualTo("e-1"));
        assertThat(sandbox.oneStop().about(PATH, "e-1")).isOne();
    }

    @Test
    void a_repeat_is_known_by_its_id() throws Exception {
        Client.together(20, () -> hand("m-1", clock.instant().getEpochSecond(), secret));

        assertThat(sandbox.oneStop().times("m-1")).isEqualTo(20);
        assertThat(sandbox.oneStop().about(PATH, "e-1")).isOne();
        assertThat(sandbox.oneStop().received(PATH)).singleElement()
                .satisfies(one -> assertThat(one.times()).isEqualTo(20));
    }

    @Test
    void the_same_event_under_another_id_is_a_doubled_effect() {
        hand("m-1", clock.instant().getEpochSecond(), secret);
        hand("m-2", clock.instant().getEpochSecond(), secret);

        assertThat(sandbox.oneStop().about(PATH, "e-1")).isEqualTo(2);
    }

    @Test
    void a_wrong_signature_or_an_old_time_is_refused() {
        var now = clock.instant().getEpochSecond();

        assertThat(hand("m-1", now, "whsec_AAAA").status()).isEqualTo(401);
        assertThat(hand("m-1", now - 301, secret).status()).isEqualTo(401);
        assertThat(client.post(sandbox.on("one-stop").url() + PATH, EVENT).status()).isEqualTo(401);
        assertThat(sandbox.oneStop().unsigned()).isEqualTo(3);
        assertThat(sandbox.oneStop().received(PATH)).isEmpty();
    }

    @Test
    void an_old_time_is_taken_when_the_check_is_off() {
        sandbox.oneStop().anyTime(true);

        assertThat(hand("m-1", clock.instant().minus(Duration.ofDays(1)).getEpochSecond(), secret).status())
                .isEqualTo(200);
    }

    @Test
    void the_published_example_of_standard_webhooks_has_the_published_signature() {
        var body = "{\"test\": 2432232314}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(Signature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330",
                body)).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void it_says_what_is_due_for_a_dossier() {
        sandbox.oneStop().due("H47.12-231005-0012", 75_000);
        var known = client.get(sandbox.on("one-stop").url() + "/lgsp/dues/H47.12-231005-0012");
        var unknown = client.get(sandbox.on("one-stop").url() + "/lgsp/dues/none");

        assertThat(known.json().path("soTien").asInt()).isEqualTo(75_000);
        assertThat(unknown.json().path("timThay").asBoolean()).isFalse();
    }

    private Reply hand(String id, long timestamp, String signedWith) {
        var time = String.valueOf(timestamp);
        return client.post(sandbox.on("one-stop").url() + PATH, EVENT, "webhook-id", id, "webhook-timestamp", time,
                "webhook-signature", "v1,b3RoZXI= " + Signature.of(signedWith, id, time, Json.write(EVENT)));
    }
}
