package vn.lgsp.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.Operator;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Story;
import vn.lgsp.gateway.ledger.Housekeeping;
import vn.lgsp.gateway.ledger.NightlyRecount;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** The books are exact under any mix of outcomes, while traffic flows; and whatever is changed behind their back is told. */
@Aside
class ReconcileTest {
    private static final String DATABASE = GatewayStage.database();
    private static GatewayStage stage;

    @BeforeAll
    static void start() {
        stage = GatewayStage.start("--spring.datasource.url=" + DATABASE, "--POSTAL_POLL=1h",
                "--gateway.caller.file=src/test/resources/intake/callers.yaml");
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    private record Ran(int code, String out, String err) {
        @SuppressWarnings("unchecked")
        Map<String, Object> json() {
            return (Map<String, Object>) Objects.requireNonNull(Json.read(out.getBytes(StandardCharsets.UTF_8)));
        }

        @SuppressWarnings("unchecked")
        long total(String member) {
            return ((Number) ((Map<String, Object>) Objects.requireNonNull(json().get("total"))).get(member))
                    .longValue();
        }
    }

    private static Ran gateway(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = Cli.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    private static Ran reconcile(String... options) {
        var arguments = new ArrayList<>(List.of("reconcile", "--set=spring.datasource.url=" + DATABASE,
                "--set=spring.datasource.username=postgres"));
        arguments.addAll(List.of(options));
        return gateway(arguments.toArray(String[]::new));
    }

    /** One of everything that can become of a request. */
    private static void oneOfEach() {
        var story = new Story(stage);
        story.ended(story.dossier());
        story.payment();
        stage.oneStop().post("/api/dvcqg/v1/dossiers", Map.of("maHoSo", "no dossier"), "Idempotency-Key", Story.key());
        stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number());
        stage.sandbox().on("portal").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("CapNhatTienDoHoSoMC").times(1));
        story.becomes(story.progress(1), State.UNKNOWN);
        stage.sandbox().endFaults();
    }

    @Test
    void after_hours_of_mixed_outcomes_and_while_more_come_in_the_books_are_exact() {
        stage.sandbox().on("portal").set(Fault.of(FaultMode.MIX).timesTheUsual(8).delayed(Duration.ofMillis(50)));
        stage.sandbox().on("payment").set(Fault.of(FaultMode.MIX).timesTheUsual(8).delayed(Duration.ofMillis(50)));
        var over = new AtomicBoolean();
        var sent = new AtomicLong();
        var senders = IntStream.range(0, 8).mapToObj(n -> Thread.startVirtualThread(() -> {
            var client = stage.oneStop();
            while (!over.get()) {
                send(client, n);
                sent.incrementAndGet();
            }
        })).toList();

        var exact = 0;
        while (sent.get() < 1500) {
            var ran = reconcile("--json");
            assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
            exact++;
            stage.pass(Duration.ofMinutes(7));
        }
        over.set(true);
        await().until(() -> senders.stream().noneMatch(Thread::isAlive));
        stage.sandbox().endFaults();
        oneOfEach();

        var ran = reconcile("--json");
        assertThat(exact).isPositive();
        assertThat(ran.code()).as(ran.out()).isZero();
        assertThat(ran.total("accepted")).isGreaterThan(1500).isEqualTo(List.of("delivered", "rejected", "unknown",
                "exhausted", "expired", "cancelled", "pending").stream().mapToLong(ran::total).sum());
        assertThat(ran.total("delivered")).isPositive();
        assertThat(ran.total("rejected")).isPositive();
        assertThat(ran.total("unknown")).isPositive();
        everyDaysRateEqualsARecount();
    }

    @SuppressWarnings("unchecked")
    private static void everyDaysRateEqualsARecount() {
        var days = (List<Map<String, Object>>) Objects.requireNonNull(new Operator(stage).get("/ops/days").get("days"));
        var told = days.stream().filter(day -> day.get("successRate") != null).map(day -> day.get("day") + " " + day
                .get("service") + " " + ((Number) day.get("successRate")).doubleValue()).toList();

        assertThat(told).hasSizeGreaterThan(3).containsExactlyInAnyOrderElementsOf(stage.sql().sql("""
                select vietnam_day(settled_at), service, count(*) filter (where state = 'DELIVERED')::float8 / count(*) as rate
                  from transaction
                 where sandbox is null and state in ('DELIVERED', 'REJECTED', 'UNKNOWN', 'EXHAUSTED', 'EXPIRED')
                 group by 1, 2""").query((row, _) -> row.getString(1) + " " + row.getString(2) + " " + row.getDouble(3))
                .list());
    }

    private static void send(OneStopClient client, int n) {
        var number = GatewayStage.dossierNumber();
        switch (n % 4) {
            case 0 -> client.post("/api/dvcqg/v1/dossiers", Samples.dossier(number), "Idempotency-Key", Story.key());
            case 1 -> client.get("/api/dvcqg/v1/dossiers/" + number);
            case 2 -> client.post("/api/payment/v1/payments", Samples.payment(number, 1000), "Idempotency-Key", Story
                    .key());
            default -> client.post("/api/dvcqg/v1/dossiers", Map.of("maHoSo", number), "Idempotency-Key", Story.key());
        }
    }

    @Test
    void a_row_that_was_deleted_is_told_until_it_is_back() {
        oneOfEach();
        stage.sql().sql("create table hidden as select * from transaction where state = 'DELIVERED' limit 1").update();
        stage.sql().sql("delete from transaction where id in (select id from hidden)").update();

        var ran = reconcile();
        assertThat(ran.code()).as(ran.out()).isEqualTo(1);
        assertThat(ran.out()).contains("NOT exact", "counters and rows differ");

        stage.sql().sql("insert into transaction select * from hidden").update();
        stage.sql().sql("drop table hidden").update();
        assertThat(reconcile().code()).isZero();
    }

    @Test
    void counters_that_were_changed_in_two_minutes_by_as_much_are_told() {
        oneOfEach();
        stage.pass(Duration.ofMinutes(2));
        oneOfEach();
        shift(1);

        var ran = reconcile("--service=dvcqg.sync-dossier");
        assertThat(ran.code()).as(ran.out()).isEqualTo(1);
        assertThat(ran.out()).contains("dvcqg.sync-dossier: counters and rows differ in 2 minutes");
        assertThat(reconcile("--service=payment.init").code()).isZero();

        shift(-1);
        assertThat(reconcile().code()).isZero();
    }

    private static void shift(int by) {
        for (var end : List.of("min", "max")) {
            stage.sql()
                    .sql("""
                    update counter set n = n + :by where ctid in (select ctid from counter
                      where service = 'dvcqg.sync-dossier' and state = 'RECEIVED' and minute in (select %s(minute)
                      from counter where service = 'dvcqg.sync-dossier' and state = 'RECEIVED') order by slot limit 1)"""
                            .formatted(end))
                    .param("by", end.equals("min") ? by : -by).update();
        }
    }

    @Test
    void counts_that_moved_to_their_days_are_held_against_the_rows_and_against_each_other() {
        oneOfEach();
        stage.pass(Duration.ofDays(4));
        oneOfEach();
        assertThat(stage.bean(Housekeeping.class).rollUp()).isPositive();
        assertThat(reconcile().code()).isZero();
        assertThat(reconcile("--from=2020-01-01", "--to=2100-01-01").code()).isZero();
        var day = "update counter_day set n = n + %d where ctid in (select ctid from counter_day order by service, day, caller, state limit 1)";
        stage.sql().sql(day.formatted(1)).update();

        var ran = reconcile();

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("counters of 1 days are not the sum of their minutes");
        stage.sql().sql(day.formatted(-1)).update();
        assertThat(reconcile().code()).isZero();
    }

    @Test
    void work_whose_transaction_has_ended_and_transactions_without_work_are_told() {
        var story = new Story(stage);
        var id = story.dossier();
        story.ended(id);
        stage.sql().sql("""
                insert into delivery (id, service, destination, due_at, expires_at)
                values (:id, 'dvcqg.sync-dossier', 'nobody', now(), now() + interval '30 days')""").param("id", id)
                .update();
        assertThat(reconcile().out()).contains("1 pieces of work in the queue have no pending transaction");
        stage.sql().sql("delete from delivery where id = :id").param("id", id).update();

        stage.sql().sql("update transaction set state = 'DELIVERING', settled_at = null where id = :id").param("id", id)
                .update();
        var ran = reconcile();
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("1 pending transactions have no work in the queue");

        stage.sql().sql("""
                update transaction set state = 'DELIVERED', settled_at = answered_at where id = :id""").param("id", id)
                .update();
        stage.sql().sql("""
                update transaction t set settled_at = (select max(c.minute) from counter c
                  where c.service = t.service and c.state = 'DELIVERED' and c.minute <= :now) where id = :id""").param(
                "id", id).param("now", java.sql.Timestamp.from(stage.now())).update();
    }

    @Test
    void every_night_the_ledger_is_counted_and_a_difference_is_a_metric_and_a_health_detail() {
        oneOfEach();
        stage.pass(Duration.ofMinutes(2));
        oneOfEach();
        var recount = stage.bean(NightlyRecount.class);
        recount.run();
        assertThat(recount.last()).get().extracting(NightlyRecount.Found::differences).isEqualTo(0L);
        assertThat(recount.jobs()).singleElement().extracting(job -> job.name()).isEqualTo("recount");
        shift(1);

        recount.run();

        assertThat(recount.last()).get().satisfies(found -> {
            assertThat(found.differences()).isPositive();
            assertThat(found.detail()).contains("dvcqg.sync-dossier");
        });
        var metrics = new OneStopClient(stage.opsUrl(), GatewayStage.ONE_STOP);
        await().atMost(Duration.ofSeconds(20)).until(() -> new String(metrics.get("/actuator/prometheus").bytes(),
                StandardCharsets.UTF_8).contains("gateway_ledger_differences 1.0"));
        assertThat(metrics.get("/actuator/health/readiness").status()).isEqualTo(200);
        shift(-1);
    }

    @Test
    void a_period_and_a_service_are_counted_alone() {
        oneOfEach();

        var ran = reconcile("--from=2020-01-01", "--to=2020-01-02T00:00+07:00", "--json");
        assertThat(ran.code()).isZero();
        assertThat(ran.total("accepted")).isZero();
        var today = reconcile("--from=2020-01-01", "--service=payment.init", "--json");
        assertThat(today.code()).as(today.out()).isZero();
        assertThat(today.total("accepted")).isPositive();
    }

    @Test
    void wrong_usage_is_2_and_no_database_is_3() {
        assertThat(gateway("reconcil").code()).isEqualTo(2);
        assertThat(gateway("reconcile", "--from=yesterday").code()).isEqualTo(2);
        assertThat(gateway("reconcile", "--from=2026-01-02", "--to=2026-01-01").code()).isEqualTo(2);
        assertThat(gateway("reconcile", "--from=2026-01-02T07:00:30+07:00").code()).isEqualTo(2);
        var nobody = gateway("reconcile", "--set=spring.datasource.url=jdbc:postgresql://localhost:" + GatewayStage
                .freePort() + "/x");
        assertThat(nobody.code()).isEqualTo(3);
        var never = gateway("reconcile", "--set=gateway.ledger.data=target/" + UUID.randomUUID());
        assertThat(never.code()).isEqualTo(3);
        assertThat(never.err()).contains("no database");
    }
}
