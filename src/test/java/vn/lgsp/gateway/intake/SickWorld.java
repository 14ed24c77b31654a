package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.ledger.NightlyRecount;

/** A gateway on a PostgreSQL that can be made sick, and everything it ever promised. */
final class SickWorld implements AutoCloseable {
    /** What a sick database may add to a burst: a second, and what it takes to say so. */
    private static final Duration AT_ONCE = Duration.ofMillis(1200);
    /** And on a machine that runs other tests beside. */
    private static final Duration BUSY = Duration.ofMillis(2500);

    private final SickServer server;
    private final GatewayStage stage;
    private final OneStopClient client;
    private final List<String> promised = new CopyOnWriteArrayList<>();
    private Duration usual = Duration.ZERO;

    SickWorld(SickServer server) {
        this.server = server;
        stage = GatewayStage.start("--spring.datasource.url=" + server.url(), "--POSTAL_POLL=1h",
                "--gateway.caller.file=src/test/resources/intake/callers.yaml");
        client = stage.oneStop();
    }

    SickServer server() {
        return server;
    }

    int promised() {
        return promised.size();
    }

    /** Takes requests and says so, without anybody's help. */
    void well() {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> dossier().status() == 202);
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> probe("readiness") == 200);
        burst();
        usual = burst().stream().map(Timed::took).max(Duration::compareTo).orElseThrow();
    }

    /** Every 202 ever given is in the ledger and delivered, once, and the books are exact. */
    void everyPromiseWasKept() {
        well();
        stage.pass(Duration.ofMinutes(3));
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(stage.sql().sql("""
                select state from transaction where id = any(?)""").param(promised.stream().map(UUID::fromString)
                .toArray(UUID[]::new)).query(String.class).list()).hasSameSizeAs(promised).containsOnly("DELIVERED"));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            stage.pass(Duration.ofMinutes(1));
            return stage.sql().sql("select count(*) from delivery").query(Long.class).single() == 0;
        });
        var recount = stage.bean(NightlyRecount.class);
        recount.run();
        assertThat(recount.last().orElseThrow().detail()).isEmpty();
    }

    Reply dossier() {
        var reply = client.post("/api/dvcqg/v1/dossiers", Samples.dossier(GatewayStage.dossierNumber()),
                "Idempotency-Key", UUID.randomUUID().toString());
        if (reply.status() == 202) {
            promised.add(reply.text("transactionId"));
        }
        return reply;
    }

    private int probe(String name) {
        return new OneStopClient(stage.opsUrl(), "none").get("/actuator/health/" + name).status();
    }

    record Timed(Reply reply, Duration took) {
        static Timed of(Supplier<Reply> call) {
            var began = System.nanoTime();
            var reply = call.get();
            return new Timed(reply, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    /** Forty requests at once, of every kind. */
    List<Timed> burst() {
        var calls = new ArrayList<Supplier<Timed>>();
        for (int i = 0; i < 10; i++) {
            var number = GatewayStage.dossierNumber();
            calls.add(() -> Timed.of(this::dossier));
            calls.add(() -> Timed.of(() -> client.get("/api/dvcqg/v1/dossiers/" + number)));
            calls.add(() -> Timed.of(() -> client.post("/api/payment/v1/payments", Samples.payment(number, 1000),
                    "Idempotency-Key", number)));
            calls.add(() -> Timed.of(() -> client.get("/api/transactions?businessKey=" + number)));
        }
        return Parallel.all(calls);
    }

    /** What needs to be written is refused at once; what only reads may still be answered. */
    void writesAreRefusedAtOnce() {
        refusedAtOnce(() -> burst().stream().filter(one -> one.reply().get("transactions") == null).toList());
    }

    void allAreRefusedAtOnce() {
        refusedAtOnce(this::burst);
    }

    /** One of three bursts shows what the gateway needs, each that nobody waits for a time-out. */
    private void refusedAtOnce(Supplier<List<Timed>> bursts) {
        var took = refused(bursts.get());
        for (int i = 0; i < 2 && took.compareTo(AT_ONCE.plus(usual)) >= 0; i++) {
            took = refused(bursts.get());
        }
        assertThat(took).as("usual: " + usual).isLessThan(AT_ONCE.plus(usual));
    }

    /** What the slowest took. */
    private Duration refused(List<Timed> burst) {
        assertThat(burst).hasSizeGreaterThanOrEqualTo(30).allSatisfy(one -> {
            assertThat(one.reply().status()).as(one.toString()).isEqualTo(503);
            assertThat(one.reply().header("Retry-After")).isNotNull();
            assertThat(one.took()).as("usual: " + usual).isLessThan(BUSY.plus(usual));
        });
        return burst.stream().map(Timed::took).max(Duration::compareTo).orElseThrow();
    }

    /** The balancer turns to other nodes; nobody starts this one again. */
    void notReadyButAlive() {
        var began = System.nanoTime();
        assertThat(probe("readiness")).isEqualTo(503);
        assertThat(probe("liveness")).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BUSY.plus(usual));
    }

    @Override
    public void close() {
        server.thaw();
        stage.close();
        server.close();
    }
}
