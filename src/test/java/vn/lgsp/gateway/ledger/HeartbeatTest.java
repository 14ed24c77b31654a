package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.Aside;

/** Who is alive, who is dead, and what becomes of what a dead one held. */
@Aside
class HeartbeatTest {
    private static final Duration FROZEN = Duration.ofSeconds(15);

    private final LedgerBench bench = new LedgerBench();
    private final AtomicLong nanos = new AtomicLong(1);

    @TempDir
    private Path directory;

    private final List<Heartbeat> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(Heartbeat::destroy);
        bench.close();
    }

    private LedgerSettings settings(String name) {
        return new LedgerSettings(directory.resolve(name), 0, 1, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1),
                null, name);
    }

    private Heartbeat node(String name) {
        var settings = settings(name);
        try {
            var node = new Heartbeat(bench.source(), new DestinationStates(bench.source(), settings),
                    new NodeName(settings),
                    List.of(), bench.clock, nanos::get);
            nodes.add(node);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_node_whose_callers_use_up_the_pool_does_not_look_dead() throws SQLException {
        var busy = node("busy");
        beats(busy, 12);
        var taken = new ArrayList<Connection>();
        for (int i = 0; i < LedgerBench.CONNECTIONS; i++) {
            taken.add(bench.source().getConnection());
        }

        pass(Duration.ofSeconds(6));
        busy.beat();

        pass(Duration.ofMillis(1));
        assertThat(busy.sure(Duration.ZERO)).isTrue();
        for (var connection : taken) {
            connection.close();
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** A second at a time, as long as it is not frozen. */
    private void beats(Heartbeat node, int times) {
        for (int i = 0; i < times; i++) {
            pass(Duration.ofSeconds(1));
            node.beat();
        }
    }

    @Test
    void a_node_that_stood_still_is_not_sure_of_what_it_took_before() {
        var node = node("frozen");
        beats(node, 12);
        assertThat(node.sure(Duration.ofSeconds(8))).isTrue();

        pass(FROZEN);
        assertThat(node.sure(Duration.ZERO)).as("before its first beat").isFalse();
        node.beat();
        pass(Duration.ofMillis(1));

        assertThat(node.sure(FROZEN)).as("of what it took before").isFalse();
        assertThat(node.sure(Duration.ZERO)).as("of what it takes now").isTrue();
    }

    /** As when the database's clock jumps: to the others it was silent for as long. */
    @Test
    void a_node_that_was_taken_for_dead_is_not_sure_of_what_it_took_before() {
        var node = node("buried");
        beats(node, 12);
        bench.sql.sql("delete from node").update();

        node.beat();
        pass(Duration.ofMillis(1));

        assertThat(node.sure(Duration.ofSeconds(8))).as("of what it took before").isFalse();
        assertThat(node.sure(Duration.ZERO)).as("of what it takes now").isTrue();
    }

    /** A node by its name in the database holds a piece of work and is calling for it. */
    private Claim held(String owner) {
        bench.ledger.write(bench.opening("dvcqg.sync-dossier", "K-1"));
        var claim = bench.claimOne();
        bench.sql.sql("update delivery set lease_owner = :owner, calling = true").param("owner", owner + "x#1:"
                + claim.transaction().id()).update();
        return claim;
    }

    private String nameOf(String text) {
        return bench.sql.sql("select name from node where name like :text").param("text", text).query(String.class)
                .single();
    }

    /** What a loss of power may leave of the file; two such nodes would take each other's work for their own. */
    @ParameterizedTest
    @ValueSource(strings = { "", "\n", "\0\0\0\0" })
    void a_name_that_was_lost_is_made_anew_and_then_kept(String left) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve("one")).resolve("node.name"), left);
        Files.writeString(Files.createDirectories(directory.resolve("two")).resolve("node.name"), left);

        var one = started("one");

        assertThat(one).matches("n[0-9a-f-]{13}/").isNotEqualTo(started("two"));
        assertThat(started("one")).as("after a restart").isEqualTo(one);
        assertThat(directory.resolve("one").toFile().list()).containsExactlyInAnyOrder("node", "node.name");
    }

    private String started(String name) throws IOException {
        var node = new NodeName(settings(name));
        node.close();
        return node.prefix();
    }

    @Test
    void what_a_silent_node_held_is_free_at_once_and_known_to_be_begun() {
        node("silent");
        held(nameOf("%"));
        bench.sql.sql("update node set beat_at = clock_timestamp() - interval '11 seconds'").update();
        var other = node("other");
        assertThat(bench.claim()).as("a node that has just come back may not judge").isEmpty();

        beats(other, 11);

        assertThat(bench.claim()).singleElement().satisfies(claim -> assertThat(claim.interrupted()).isTrue());
        assertThat(bench.sql.sql("select count(*) from node").query(Integer.class).single()).isEqualTo(1);
    }

    /** A machine that stopped in the middle of a commit. */
    @Test
    void what_the_dead_one_has_locked_keeps_nobody_from_being_heard() throws SQLException {
        node("silent");
        var silent = nameOf("%");
        held(silent);
        var other = node("other");
        beats(other, 11);
        bench.sql.sql("update node set beat_at = clock_timestamp() - interval '11 seconds' where name = :silent")
                .param("silent", silent).update();
        try (var frozen = bench.source().getConnection(); var lock = frozen.createStatement()) {
            frozen.setAutoCommit(false);
            lock.execute("select 1 from delivery for update");

            beats(other, 1);

            assertThat(other.sure(Duration.ZERO)).isTrue();
            assertThat(bench.sql.sql("select count(*) from node").query(Integer.class).single()).isEqualTo(1);
            frozen.rollback();
        }
        assertThat(bench.claim()).as("its lease has not ended").isEmpty();
    }

    /** Half of them must be right: a slow answer is no reason to work by a clock that is wrong by hours. */
    @Test
    void the_databases_time_is_followed_however_slow_it_answers_where_it_differs_by_more() {
        var wrong = new DatabaseClock(Instant.now().plus(Duration.ofHours(5)));
        var now = System.nanoTime();

        wrong.follow(Instant.now(), now, Duration.ofSeconds(2));
        assertThat(wrong.instant()).isBefore(Instant.now().plusSeconds(1));

        wrong.follow(Instant.now().plusSeconds(1), System.nanoTime(), Duration.ofSeconds(2));
        assertThat(wrong.instant()).as("what may be the network's delay").isBefore(Instant.now().plusMillis(500));
    }

    @Test
    void what_a_node_could_not_end_before_it_stopped_is_free_at_once() {
        var stopping = node("stopping");
        held(nameOf("%"));
        stopping.start();

        stopping.stop();

        assertThat(stopping.sure(Duration.ZERO)).as("a call that it would still begin").isFalse();
        assertThat(bench.claim()).singleElement().satisfies(claim -> assertThat(claim.interrupted()).isTrue());
    }
}
