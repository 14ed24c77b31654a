package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.Entry.Written;

/** Many threads, few commits: each record is there or refused by itself, and the counters know it. */
class GroupCommitTest {
    private final LedgerBench bench = new LedgerBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void what_64_threads_write_is_all_there_and_counted() {
        var written = together(64, n -> IntStream.range(0, 50).mapToObj(i -> bench.ledger.write(bench.opening(
                "service." + i % 7, "K-" + n + "-" + i))).toList());

        assertThat(written.stream().flatMap(List::stream)).hasSize(3200).allMatch(Written.Yes.class::isInstance);
        assertThat(bench.sql.sql("select count(*) from transaction").query(Long.class).single()).isEqualTo(3200);
        assertThat(bench.sql.sql("select count(*) from delivery").query(Long.class).single()).isEqualTo(3200);
        assertThat(bench.sql.sql("select count(*) from payload").query(Long.class).single()).isEqualTo(3200);
        bench.countersEqualRecount();
    }

    @Test
    void a_record_the_database_refuses_fails_alone() {
        var twice = bench.opening("service.a", "K-1");
        bench.ledger.write(twice);

        var results = together(40, n -> {
            try {
                return bench.ledger.write(n % 10 == 0 ? twice : bench.opening("service.a", "K-" + n)).toString();
            } catch (IllegalStateException e) {
                return "refused";
            }
        });

        assertThat(results).filteredOn("refused"::equals).hasSize(4);
        assertThat(bench.sql.sql("select count(*) from transaction").query(Long.class).single()).isEqualTo(37);
        bench.countersEqualRecount();
    }

    /** Seen: what no index can hold was taken for a fault of the server, and its companions were refused with it. */
    @Test
    void a_record_too_long_for_an_index_is_refused_alone_and_the_ledger_stays_ready() {
        var results = together(40, n -> {
            try {
                return bench.ledger.write(bench.opening("service.a", n % 10 == 0 ? endless() : "K-" + n)).toString();
            } catch (IllegalStateException e) {
                return "refused";
            }
        });

        assertThat(results).filteredOn("refused"::equals).hasSize(4);
        assertThat(bench.sql.sql("select count(*) from transaction").query(Long.class).single()).isEqualTo(36);
        assertThat(bench.ledger.ready()).isTrue();
        bench.countersEqualRecount();
    }

    /** PostgreSQL would compress what repeats itself. */
    private static String endless() {
        return IntStream.range(0, 140).mapToObj(n -> UUID.randomUUID().toString()).collect(Collectors.joining());
    }

    @Test
    void one_of_200_threads_wins_a_key_and_the_others_learn_who() {
        var key = bench.key("the-same");

        var results = together(200, n -> bench.ledger.write(bench.opening(bench.transaction("service.a", "K-" + n),
                Optional.of(key))));

        var winner = results.stream().filter(Written.Yes.class::isInstance).map(Written.Yes.class::cast).toList();
        assertThat(winner).hasSize(1);
        assertThat(results).filteredOn(Written.Taken.class::isInstance).hasSize(199).allSatisfy(
                taken -> assertThat(((Written.Taken) taken).earlier()).isEqualTo(winner.getFirst().transaction().id()));
        assertThat(bench.sql.sql("select count(*) from transaction").query(Long.class).single()).isEqualTo(1);
        bench.countersEqualRecount();
    }

    @Test
    void work_that_was_only_taken_ahead_was_not_interrupted() {
        bench.ledger.write(bench.opening("service.a", "K-1"));
        bench.claimOne();
        bench.clock.pass(LedgerBench.LEASE.plusSeconds(1));

        var second = bench.claimOne();

        assertThat(second.interrupted()).isFalse();
        bench.ledger.giveBack(List.of(second));
        assertThat(bench.claimOne().interrupted()).isFalse();
    }

    @Test
    void what_is_handed_over_waits_for_what_came_before_it() {
        var first = bench.ahead("service.a", "K-1");
        var second = bench.ahead("service.a", "K-1");

        assertThat(bench.granted(bench.ledger.write(first), first)).isTrue();
        assertThat(bench.granted(bench.ledger.write(second), second)).isFalse();
        assertThat(bench.claim()).isEmpty();

        var written = (Written.Yes) bench.ledger.write(bench.ends(bench.claimOf(first), State.DELIVERED));
        assertThat(written.due()).containsExactly(LedgerBench.POST);
        assertThat(bench.claimOne().transaction()).isEqualTo(second.transaction());
    }

    @Test
    void whose_lease_was_lost_writes_nothing() {
        bench.ledger.write(bench.opening("service.a", "K-1"));
        var first = bench.claimOne();
        assertThat(bench.ledger.write(bench.calling(first))).isInstanceOf(Written.Noted.class);
        bench.clock.pass(LedgerBench.LEASE.plusSeconds(1));
        var second = bench.claimOne();

        assertThat(bench.ledger.write(bench.calling(first))).isInstanceOf(Written.NotOurs.class);
        assertThat(bench.ledger.write(bench.ends(first, State.REJECTED))).isInstanceOf(Written.NotOurs.class);
        assertThat(second.interrupted()).isTrue();
        assertThat(bench.ledger.attempts(first.transaction().id())).isEmpty();
        assertThat(bench.ledger.write(bench.ends(second, State.DELIVERED))).isInstanceOf(Written.Yes.class);
        assertThat(bench.ledger.write(bench.ends(second, State.REJECTED))).isInstanceOf(Written.NotOurs.class);

        assertThat(bench.ledger.standing(first.transaction().id()).orElseThrow().state()).isEqualTo(State.DELIVERED);
        assertThat(bench.ledger.attempts(first.transaction().id())).hasSize(1);
        bench.countersEqualRecount();
    }

    @Test
    void a_deadlock_between_nodes_costs_nobody_its_outcome() {
        bench.ledger.write(bench.opening("service.a", "K-1"));
        var claim = bench.claimOne();
        bench.sql.sql("create sequence tries").update();
        bench.sql.sql("""
                create function victim() returns trigger language plpgsql as $$ begin
                  if nextval('tries') = 1 then raise exception 'deadlock detected' using errcode = '40P01'; end if;
                  return new;
                end $$""").update();
        bench.sql.sql("create trigger victim before insert on counter for each row execute function victim()").update();

        assertThat(bench.ledger.write(bench.ends(claim, State.DELIVERED))).isInstanceOf(Written.Yes.class);

        bench.countersEqualRecount();
    }

    /** A search for the first characters of a key, on the connections that all share, needs a plan of its own each time. */
    @Test
    void statements_that_write_are_planned_once_and_those_that_search_are_not() throws SQLException {
        var settings = new LedgerSettings(Path.of("unused"), 0, 1, 512, 5000, Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                null, "bench");
        try (var writers = new GroupCommit<String, String>(bench.source(), settings, (connection, items, writer) -> List
                .of(planned(connection)), heard -> {}); var shared = bench.source().getConnection()) {
            assertThat(writers.commit("anything")).isEqualTo("force_generic_plan");
            assertThat(planned(shared)).isEqualTo("auto");
        }
    }

    private static String planned(Connection connection) throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery("show plan_cache_mode")) {
            row.next();
            return row.getString(1);
        }
    }

    /** As many as make a group, and one that the database refuses among them: nobody sleeps, and each hears of its own. */
    @Test
    void what_is_begun_goes_on_by_itself_when_it_is_committed_and_not_before() {
        var twice = bench.recording("service.a", "K-1");
        bench.ledger.write(twice);

        var seen = IntStream.range(0, 40).mapToObj(n -> n == 20 ? twice : bench.recording("service.a", "K-" + n)).map(
                one -> bench.ledger.begin(one).handle((written, failure) -> failure == null
                        ? kept(one.transaction().id())
                        : failure.getMessage()))
                .toList();

        assertThat(seen.stream().map(CompletableFuture::join)).hasSize(40).filteredOn(words -> !words.equals("1"))
                .singleElement().asString().startsWith("the ledger refused a record");
    }

    private String kept(UUID id) {
        return bench.sql.sql("select count(*) from transaction where id = ?").param(id).query(String.class).single();
    }

    @Test
    void a_closed_ledger_promises_nothing() {
        bench.ledger.close();

        var opening = bench.opening("service.a", "K-1");
        var recording = bench.recording("service.a", "K-2");
        assertThatThrownBy(() -> bench.ledger.write(opening)).isInstanceOf(LedgerUnavailable.class);
        assertThatThrownBy(() -> bench.ledger.begin(recording)).isInstanceOf(LedgerUnavailable.class);
    }

    private interface Numbered<T> {
        T call(int number) throws Exception;
    }

    private static <T> List<T> together(int threads, Numbered<T> action) {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, threads).<Callable<T>>mapToObj(n -> () -> action.call(n)).toList();
            var results = new ArrayList<T>();
            for (Future<T> future : pool.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
