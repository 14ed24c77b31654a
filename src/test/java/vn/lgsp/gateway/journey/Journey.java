package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.sandbox.Sandbox;

/**
 * One dossier's whole life as the one-stop system lives it: submitted, known to the portal, paid, sent by post, tracked,
 * returned, closed at the portal.
 */
public final class Journey {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final OneStopClient gateway;
    private final Sandbox sandbox;
    private final String number;
    private final Consumer<String> progress;

    /** @param progress is told each step before it is taken */
    public Journey(OneStopClient gateway, Sandbox sandbox, String number, Consumer<String> progress) {
        this.gateway = gateway;
        this.sandbox = sandbox;
        this.number = number;
        this.progress = progress;
    }

    public void travel() {
        step("one-stop → portal: a new dossier, and its first steps");
        accepted(gateway.post("/api/dvcqg/v1/dossiers", Samples.dossier(number), "Idempotency-Key", key()));
        accepted(gateway.post("/api/dvcqg/v1/progress", Samples.progress(number, 12), "Idempotency-Key", key()));
        answered(gateway.get("/api/dvcqg/v1/procedures/1.001193"));

        step("one-stop → payment platform: a fee of 75,000 đồng is opened");
        var opened = answered(gateway.post("/api/payment/v1/payments", Samples.payment(number, 75_000),
                "Idempotency-Key", key()));

        step("payment platform → one-stop: the citizen has paid");
        await().atMost(PATIENCE).until(() -> handedOver("/lgsp/payments") == 1);
        var paid = "/" + opened.text("maThamChieu") + "?thoiGianGD=" + URLEncoder.encode(opened.text("thoiGianGD"),
                StandardCharsets.UTF_8);
        answered(gateway.get("/api/payment/v1/payments" + paid));
        assertThat(new String(answered(gateway.get("/api/payment/v1/receipts" + paid)).bytes(),
                StandardCharsets.ISO_8859_1)).startsWith("%PDF");

        step("one-stop → post: the result is to be delivered");
        accepted(gateway.post("/api/postal/v1/orders", Samples.order(number), "Idempotency-Key", key()));
        await().atMost(PATIENCE).until(() -> sandbox.post().order(number + "-TKQ").isPresent());

        step("post → one-stop: it is tracked on its way");
        while (sandbox.post().advance(number + "-TKQ")) {
            progress.accept("  … one event further");
        }
        await().atMost(PATIENCE).until(() -> handedOver("/lgsp/postal-events") == 5);

        step("one-stop → portal: the result is returned, the dossier is closed");
        accepted(gateway.post("/api/dvcqg/v1/dossiers", Samples.finished(number), "Idempotency-Key", key()));
        await().atMost(PATIENCE).until(() -> sandbox.portal().dossier(number).filter(dossier -> dossier.updates() == 1)
                .isPresent());
        assertThat(answered(gateway.get("/api/dvcqg/v1/dossiers/" + number)).get("tonTai")).isEqualTo(true);
    }

    /** How often the one-stop system was told something about this dossier. */
    private long handedOver(String path) {
        return sandbox.oneStop().received(path).stream().filter(delivery -> delivery.body().toString().contains(number))
                .count();
    }

    private void step(String what) {
        progress.accept(what);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static void accepted(OneStopClient.Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
    }

    private static OneStopClient.Reply answered(OneStopClient.Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply;
    }

    /** A request as a {@code curl} would send it. */
    static String pretty(Map<String, Object> body) {
        return new String(Json.write(body), StandardCharsets.UTF_8);
    }
}
