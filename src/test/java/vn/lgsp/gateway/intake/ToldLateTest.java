package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.sandbox.wire.Fault;

/** What came of a write that was sent is told as it is, however late the ledger says what it knows of it. */
class ToldLateTest {
    private final GatewayStage stage = DoorStage.STAGE;
    private final String number = GatewayStage.dossierNumber();

    /** Nobody else wants to write what one test lets nobody read. */
    @BeforeEach
    void nothing_is_under_way() {
        Stages.calm(stage);
    }

    @AfterEach
    void end_faults() {
        Stages.calm(stage);
    }

    private Reply payment() {
        return stage.oneStop().post("/api/payment/v1/payments", Samples.payment(number, 75_000), "Idempotency-Key",
                number);
    }

    /** Seen: what this very request had brought was given back as the answer of an earlier one. */
    @Test
    void an_outcome_whose_commit_is_told_too_late_is_the_callers_own() {
        stage.sql().sql("""
                create or replace function late() returns trigger language plpgsql as $$ begin
                  perform pg_sleep(2); return new; end $$""").update();
        stage.sql().sql("create or replace trigger late before update on transaction for each row "
                + "when (new.business_key = '" + number + "' and new.service = 'payment.init') execute function late()")
                .update();

        var reply = payment();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.header("Idempotency-Replayed")).isNull();
    }

    /** Seen: it was said not to be accepted, after the platform had got it and another gateway had gone on with it. */
    @Test
    void what_was_sent_is_never_said_not_to_be_accepted_although_nobody_can_read_what_came_of_it() throws SQLException {
        stage.sandbox().on("payment").set(Fault.slow(Duration.ofMillis(1500)).onlyFor("INIT"));
        var answer = CompletableFuture.supplyAsync(this::payment);
        await().until(() -> !stage.sandbox().on("payment").calls(number).isEmpty());
        var id = stage.sql().sql("select id from transaction where business_key = ?").param(number).query(UUID.class)
                .single();
        stage.sql().sql("delete from delivery where id = ?").param(id).update();
        stage.sql().sql("update transaction set state = 'DELIVERED', settled_at = now() where id = ?").param(id)
                .update();

        try (var other = stage.bean(DataSource.class).getConnection(); var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table payload in access exclusive mode");
            assertThat(answer.join().status()).as(answer.join().toString()).isEqualTo(504);
            other.rollback();
        }

        assertThat(answer.join().text("code")).isEqualTo("outcome-unknown");
        assertThat(answer.join().get("sent")).isEqualTo(true);
    }
}
