package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import com.zaxxer.hikari.HikariDataSource;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.MovableClock;
import vn.lgsp.gateway.ledger.Entry.Next;
import vn.lgsp.gateway.ledger.Entry.Opening;
import vn.lgsp.gateway.ledger.Entry.Progress;
import vn.lgsp.gateway.ledger.Entry.Result;
import vn.lgsp.gateway.ledger.Entry.Work;

/** A ledger on a fresh database, without a gateway around it. */
final class LedgerBench implements AutoCloseable {
    static final Duration LEASE = Duration.ofMinutes(1);
    static final String POST = "post";
    static final int CONNECTIONS = 8;
    private static final String PLANNED = shipped("spring.datasource.hikari.connection-init-sql");

    final MovableClock clock = new MovableClock();
    final Ids ids = new Ids(clock);
    final JdbcClient sql;
    final Ledger ledger;
    final HikariDataSource pool = new HikariDataSource();

    LedgerBench() {
        pool.setJdbcUrl(GatewayStage.database());
        pool.setUsername("postgres");
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setConnectionInitSql(PLANNED);
        Flyway.configure().dataSource(pool).load().migrate();
        new Housekeeping(pool, clock);
        sql = JdbcClient.create(pool);
        // its writers share the pool, so that tests see what they have prepared
        ledger = ledger(new DelegatingDataSource(pool));
    }

    /** As the gateway's own connections. */
    private static String shipped(String setting) {
        var settings = new YamlPropertiesFactoryBean();
        settings.setResources(new FileSystemResource("config/application.yaml"));
        return Objects.requireNonNull(settings.getObject()).getProperty(setting);
    }

    DataSource source() {
        return pool;
    }

    private static LedgerSettings settings() {
        return new LedgerSettings(Path.of(GatewayStage.DATA), 0, 2, 512, 5000, Duration.ofSeconds(10), Duration
                .ofSeconds(10), null, "bench");
    }

    /** What encrypts this bench's payloads. */
    static PayloadSeal seal() {
        try {
            return new PayloadSeal(settings());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ledger ledger(DataSource source) {
        return ledger(source, settings());
    }

    private static Ledger ledger(DataSource source, LedgerSettings settings) {
        try {
            return new Ledger(source, settings, seal(), new NodeName(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another ledger of the same database; it is closed with what holds it. */
    record Another(Ledger ledger) implements AutoCloseable {
        @Override
        public void close() {
            ledger.close();
        }
    }

    /** One that waits for a commit no longer than a third of a second. */
    Another impatient() {
        return new Another(ledger(new DelegatingDataSource(pool), new LedgerSettings(Path.of(GatewayStage.DATA), 0, 2,
                512, 5000, Duration.ofMillis(300), Duration.ofSeconds(10), null, "impatient")));
    }

    Transaction transaction(String service, String key) {
        return new Transaction(ids.next(), service, "one-stop", "LATER", key, null, null, clock.instant(), null, "v1",
                null, Origin.CALLER);
    }

    Opening opening(String service, String key) {
        return opening(transaction(service, key), Optional.empty());
    }

    Opening opening(Transaction transaction, Optional<Entry.Key> key) {
        return new Opening(transaction, "{}".getBytes(StandardCharsets.UTF_8), Optional.empty(), key, Optional.of(
                new Work(POST, POST + "/" + transaction.businessKey(), clock.instant(), clock.instant().plus(Duration
                        .ofDays(3)), Optional.empty())));
    }

    /** A read that was answered at once. */
    Entry.Recording recording(String service, String key) {
        return new Entry.Recording(transaction(service, key), "{}".getBytes(StandardCharsets.UTF_8), new Result(
                State.DELIVERED, List.of(attempt("0", "")), clock.instant(), 200, "0", null, 200, null, null));
    }

    Entry.Key key(String value) {
        return new Entry.Key(value, new byte[]{ 1 }, clock.instant().plus(Duration.ofDays(7)));
    }

    List<Claim> claim() {
        return ledger.claim(POST, 50, clock.instant(), LEASE);
    }

    Entry.Calling calling(Claim claim) {
        return new Entry.Calling(claim.transaction().id(), claim.lease(), Optional.empty());
    }

    /** A request that its gateway wants to deliver itself. */
    Opening ahead(String service, String key) {
        return opening(service, key).heldBy(ledger.lease(clock.instant().plus(LEASE), Entry.Lease.Use.AHEAD));
    }

    boolean granted(Entry.Written written, Opening opening) {
        return ((Entry.Written.Yes) written).leases().contains(opening.work().orElseThrow().lease().orElseThrow()
                .owner());
    }

    Claim claimOf(Opening opening) {
        var lease = opening.work().orElseThrow().lease().orElseThrow();
        return new Claim(opening.transaction(), State.RECEIVED, opening::request, lease.owner(), lease.until(), clock
                .instant(), 0, 0, false, false, 0, null);
    }

    Claim claimOne() {
        var claims = claim();
        assertThat(claims).hasSize(1);
        return claims.getFirst();
    }

    Attempt attempt(String code, String reason) {
        return new Attempt(1, 0, clock.instant(), Duration.ofMillis(5), "UNAVAILABLE", 503, code, reason, 10, 10,
                Times.NONE);
    }

    /** Work goes on after one more attempt, or after none when there is no code. */
    Progress waits(Claim claim, State state, String code, String reason, String parked) {
        var attempts = code == null ? List.<Attempt>of() : List.of(attempt(code, reason));
        return new Progress(claim.transaction(), claim.lease(), new Result(state, attempts, clock.instant(), null, code,
                reason, null, null, null),
                new Next.Later(clock.instant(), claim.attempts() + attempts.size(), 0, parked,
                        false),
                List.of(), false, false);
    }

    Progress ends(Claim claim, State state) {
        return new Progress(claim.transaction(), claim.lease(), new Result(state, List.of(attempt("0", "")), clock
                .instant(), 200, "0", null, 200, null, null), new Next.Done(), List.of(), false, true);
    }

    /** The counters of every minute, service, caller and state, and the same counted from the transactions. */
    void countersEqualRecount() {
        countersEqualRecount(sql);
    }

    static void countersEqualRecount(JdbcClient sql) {
        assertThat(CounterCheck.differences(sql)).isEmpty();
    }

    @Override
    public void close() {
        ledger.close();
        pool.close();
    }
}
