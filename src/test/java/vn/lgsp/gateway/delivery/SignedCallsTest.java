package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.apache.wss4j.dom.WSConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.delivery.signing.KeyRing;
import vn.lgsp.gateway.delivery.signing.Verifier;
import vn.lgsp.gateway.journey.Declarations;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.Story;
import vn.lgsp.gateway.ledger.State;

/** What a provider receives is signed as its connector declares it, over the very bytes, whatever carries them. */
class SignedCallsTest {
    private static final String PASSWORD = "mat-khau-cua-cong";
    private static final KeyRing RING = new KeyRing();
    private static final KeyRing LATE = new KeyRing().loses();
    private static final RawProvider PLATFORM = new RawProvider();
    private static GatewayStage stage;

    private final Story story = new Story(stage);

    private static String keys(KeyRing ring) {
        return "key: \"" + ring.key() + "\", certificate: \"" + ring.certificate() + "\"";
    }

    @BeforeAll
    static void start() {
        stage = GatewayStage.start("--POSTAL_POLL=1h", "--PAYMENT_URL=" + PLATFORM.url(),
                "--POPULATION_URL=" + PLATFORM.url(), "--SIGN_KEY=" + LATE.key(), "--SIGN_CERTIFICATE=" + LATE
                        .certificate(),
                "--WSS_PASSWORD=" + PASSWORD,
                new Declarations().provider("payment", "sign: { jws: { algorithm: PS256, " + keys(RING)
                        + ", into: X-JWS-Signature, shows: [\"x5t#S256\"] } }")
                        .provider("population", "transport: http",
                                "sign: { wss: { timestamp: 5m, username: { name: lgsp, "
                                        + "password: \"${WSS_PASSWORD}\" }, signature: { algorithm: RSA-SHA256, "
                                        + keys(RING)
                                        + " } }, xml: { algorithm: RSA-SHA256, " + keys(RING)
                                        + ", signs: /Envelope/Body/TraCuuThongTinCongDan, at: /Envelope/Body/TraCuuThongTinCongDan } }")
                        .provider("dvcqg", "sign: { jws: { algorithm: RS256, key: \"${SIGN_KEY}\", "
                                + "certificate: \"${SIGN_CERTIFICATE}\", into: X-JWS-Signature } }")
                        .setting());
    }

    @AfterAll
    static void end() {
        stage.close();
    }

    @AfterEach
    void forget() {
        RING.holdsFirst();
        stage.pass(Duration.ofMinutes(2));
        PLATFORM.asked().clear();
    }

    private void pay() {
        stage.oneStop().get(RawWorld.of("payments", story));
    }

    private void find() {
        stage.oneStop().post("/api/population/v1/citizens/find", Map.of("maCanBo", "QNM.CB.0012", "maDonVi", "H47.12",
                "taiKhoan", "thu.nt", "maDVC", "1.003560", "soCMND", "205123456", "hoVaTen", "Trần Thử", "namSinh",
                1950));
    }

    private static byte[] body() {
        return bodyOf(PLATFORM.asked().getLast());
    }

    private static byte[] bodyOf(String request) {
        return request.substring(request.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String header(String name) {
        return PLATFORM.asked().getLast().lines().filter(line -> line.regionMatches(true, 0, name + ":", 0, name
                .length() + 1)).map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse("");
    }

    @Test
    void a_jws_is_over_the_mapped_bytes_that_came() throws Exception {
        pay();

        assertThat(new String(body(), StandardCharsets.UTF_8)).contains("MaThamChieu");
        assertThat(Verifier.detached(header("X-JWS-Signature"), body(), KeyRing.rsa().getPublicKey())).isTrue();
        var tampered = body();
        tampered[tampered.length / 2] ^= 1;
        assertThat(Verifier.detached(header("X-JWS-Signature"), tampered, KeyRing.rsa().getPublicKey())).isFalse();
    }

    @Test
    void exchanged_keys_sign_the_next_call_with_no_restart() throws Exception {
        pay();
        assertThat(Verifier.detached(header("X-JWS-Signature"), body(), KeyRing.rsa().getPublicKey())).isTrue();

        RING.holdsOther();
        stage.pass(Duration.ofSeconds(2));
        pay();

        assertThat(Verifier.detached(header("X-JWS-Signature"), body(), KeyRing.other().getPublicKey())).isTrue();
    }

    @Test
    void an_envelope_over_camel_http_is_accepted_by_another_implementation() throws Exception {
        find();

        var results = Verifier.wss(body(), PASSWORD).getActionResults();
        assertThat(results).containsOnlyKeys(WSConstants.SIGN, WSConstants.TS, WSConstants.UT, WSConstants.BST);
        var text = new String(body(), StandardCharsets.UTF_8);
        assertThat(text).contains("Trần Thử").doesNotContain(PASSWORD);
        // headers that are computed over the call are computed over what is sent
        assertThat(header("Authorization")).startsWith("Basic ");
        assertThat(text.split("<ds:Signature ", -1)).hasSize(3);
    }

    @Test
    void each_call_is_signed_anew() {
        find();
        var first = new String(body(), StandardCharsets.UTF_8);
        find();

        assertThat(new String(body(), StandardCharsets.UTF_8)).isNotEqualTo(first);
        assertThat(nonce(first)).isNotEmpty().isNotEqualTo(nonce(new String(body(), StandardCharsets.UTF_8)));
    }

    private static String nonce(String envelope) {
        var found = java.util.regex.Pattern.compile("<wsse:Nonce[^>]*>([^<]+)<").matcher(envelope);
        return found.find() ? found.group(1) : "";
    }

    @Test
    void what_waits_for_a_key_spends_no_attempt_and_goes_out_when_it_is_there() {
        LATE.loses();
        var id = story.dossier();

        await().atMost(Story.PATIENCE).untilAsserted(() -> assertThat(Objects.requireNonNull(story.view(id).waiting())
                .parked()).isEqualTo("signing-key-missing"));
        assertThat(story.view(id).attempts()).isZero();
        var asked = stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number());
        assertThat(asked.status()).as(asked.toString()).isIn(502, 503);
        assertThat(asked.toString()).contains("khóa ký").doesNotContain(LATE.key().toString());

        LATE.holdsFirst();
        stage.pass(Duration.ofMinutes(2));
        story.becomes(id, State.DELIVERED);
    }
}
