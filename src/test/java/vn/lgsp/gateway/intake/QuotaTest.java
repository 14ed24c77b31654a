package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Stages;

/** How fast a caller may ask, and how it learns that. */
class QuotaTest {
    private final GatewayStage stage = Stages.shared();
    private final OneStopClient small = new OneStopClient(stage.url(), "test-small-key");

    @Test
    void beyond_its_quota_a_caller_is_told_to_wait_and_nothing_is_done() {
        var number = GatewayStage.dossierNumber();
        var body = Samples.dossier(number);

        var replies = Parallel.times(20, () -> small.post("/api/dvcqg/v1/dossiers", body, "Idempotency-Key", UUID
                .randomUUID().toString()));

        var refused = replies.stream().filter(reply -> reply.status() == 429).toList();
        assertThat(refused).hasSizeGreaterThan(10).allSatisfy(reply -> {
            assertThat(reply.text("code")).isEqualTo("quota-exceeded");
            assertThat(reply.header("Retry-After")).isEqualTo("1");
            assertThat(reply.header("RateLimit-Policy")).isEqualTo("\"second\";q=3;w=1");
            assertThat(reply.header("RateLimit")).matches("\"second\";r=[0-3];t=1");
        });
        assertThat(stage.sql().sql("select count(*) from transaction where business_key = ?").param(number).query(
                Integer.class).single()).isEqualTo(20 - refused.size());
    }

    @Test
    void every_answer_tells_what_is_left() {
        var known = stage.oneStop().get("/api/dvcqg/v1/dossiers/" + GatewayStage.dossierNumber());
        var refused = stage.oneStop().get("/api/dvcqg/v1/dossiers/x");
        var lost = stage.oneStop().get("/api/nothing");
        var own = stage.oneStop().get("/api/transactions/x");

        for (var reply : java.util.List.of(known, refused, lost, own)) {
            assertThat(reply.header("RateLimit-Policy")).as(reply.toString()).isEqualTo("\"second\";q=500;w=1");
            assertThat(reply.header("RateLimit")).matches("\"second\";r=\\d+;t=1");
        }
    }

    @Test
    void without_a_quota_or_a_key_there_is_nothing_to_tell() {
        assertThat(new OneStopClient(stage.url(), "test-other-key").get("/api/transactions/x").header("RateLimit"))
                .isNull();
        assertThat(new OneStopClient(stage.url(), "x").get("/api/transactions/x").header("RateLimit")).isNull();
    }

    /** Seen: requests that merely named the payment platform, without its proof, were counted against its quota. */
    @Test
    void a_stranger_cannot_use_up_the_payment_platforms_quota() {
        var nobody = new OneStopClient(stage.url(), "x");

        var replies = Parallel.times(300, () -> nobody.post("/api/payment/v1/inbound/confirm", Map.of("MaXacThuc",
                "0")));

        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isEqualTo(401));
    }
}
