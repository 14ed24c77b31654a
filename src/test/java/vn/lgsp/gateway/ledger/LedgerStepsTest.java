package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.ledger.Entry.Written;

/** How transactions and their work move on in the ledger. */
class LedgerStepsTest {
    private static final String PROGRESS = "dvcqg.sync-progress";
    private static final String DOSSIER = "dvcqg.sync-dossier";
    private static final String WAITS = "after:" + DOSSIER + "/K-1";

    private final LedgerBench bench = new LedgerBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private Written open(String service, String key) {
        return bench.ledger.write(bench.opening(service, key));
    }

    @Test
    void a_nul_in_the_providers_words_does_not_stop_the_outcome() {
        open(DOSSIER, "K-1");
        var claim = bench.claimOne();

        assertThat(bench.ledger.write(bench.waits(claim, State.DELIVERING, "\u0000-1", "Lỗi\u0000 hệ thống", null)))
                .isInstanceOf(Written.Yes.class);

        assertThat(bench.ledger.attempts(claim.transaction().id())).singleElement().satisfies(
                attempt -> assertThat(attempt.reason()).startsWith("Lỗi").endsWith("hệ thống"));
    }

    /** Such a name is kept as another one, and its item was passed over although its cursor moved on. */
    @ParameterizedTest
    @ValueSource(strings = { "a\u0000b", "a\ud800b", "as it is" })
    void an_item_of_a_feed_is_handed_over_once_however_its_name_is_kept(String name) {
        var first = new Entry.Item(name, bench.opening(DOSSIER, "K-1"));
        var twice = new Entry.Item(name, bench.opening(DOSSIER, "K-2"));

        bench.ledger.write(new Entry.Fed(DOSSIER, "1", bench.clock.instant(), List.of(first, twice)));
        bench.ledger.write(new Entry.Fed(DOSSIER, "2", bench.clock.instant(), List.of(new Entry.Item(name, bench
                .opening(DOSSIER, "K-3")))));

        assertThat(bench.claim()).singleElement().satisfies(claim -> assertThat(claim.transaction().id()).isEqualTo(
                first.opening().transaction().id()));
        assertThat(bench.ledger.cursor(DOSSIER)).contains("2");
    }

    @Test
    void what_waits_for_the_breaker_keeps_the_reason_of_its_last_attempt() {
        open(DOSSIER, "K-1");
        bench.ledger.write(bench.waits(bench.claimOne(), State.DELIVERING, "http-500", "HTTP 500", null));
        var claim = bench.claimOne();

        bench.ledger.write(bench.waits(claim, State.DELIVERING, null, null, "breaker-open"));

        var standing = bench.ledger.standing(claim.transaction().id()).orElseThrow();
        assertThat(standing.parked()).isEqualTo("breaker-open");
        assertThat(standing.code()).isEqualTo("http-500");
        assertThat(standing.reason()).isEqualTo("HTTP 500");
    }

    @Test
    void an_unknown_outcome_asked_about_for_minutes_is_counted_where_it_became_unknown() {
        open("payment.init", "K-1");
        bench.ledger.write(bench.waits(bench.claimOne(), State.UNKNOWN, "answer-lost", "reset", null));
        bench.countersEqualRecount();
        for (int minute = 0; minute < 3; minute++) {
            bench.clock.pass(Duration.ofMinutes(1));
            bench.ledger.write(bench.waits(bench.claimOne(), State.UNKNOWN, "inquiry-open", "no answer", null));
            bench.countersEqualRecount();
        }

        bench.clock.pass(Duration.ofMinutes(1));
        bench.ledger.write(bench.ends(bench.claimOne(), State.DELIVERED));

        bench.countersEqualRecount();
        assertThat(bench.sql.sql("select coalesce(min(s), 0) from (select sum(n) as s from counter group by service, "
                + "minute, caller, state) c").query(Integer.class).single()).isNotNegative();
    }

    /** Searches by state look there: an outcome that is not listed would not be found. */
    @Test
    void what_was_not_delivered_is_listed_as_long_as_it_was_not() {
        open(DOSSIER, "K-1");
        bench.ledger.write(bench.waits(bench.claimOne(), State.UNKNOWN, "answer-lost", "reset", null));
        open(DOSSIER, "K-2");
        assertThat(listed()).containsExactly("UNKNOWN");

        for (var claim : bench.claim()) {
            bench.ledger.write(bench.ends(claim, claim.transaction().businessKey().equals("K-1")
                    ? State.DELIVERED
                    : State.REJECTED));
        }

        assertThat(listed()).containsExactly("REJECTED");
    }

    /** A commit whose answer is lost is written again, and its work keeps its lease while there are more parts. */
    @Test
    void a_part_that_is_written_twice_is_one_attempt() {
        open(PROGRESS, "K-1");
        var claim = bench.claimOne();
        var part = new Entry.Progress(claim.transaction(), claim.lease(), new Entry.Result(State.DELIVERING, List.of(
                bench.attempt("0", "")), bench.clock.instant(), 200, "0", null, null, null, null),
                new Entry.Next.Go(0, 1),
                List.of(), false, false);

        assertThat(bench.ledger.write(part)).isInstanceOf(Written.Yes.class);
        assertThat(bench.ledger.write(part)).isInstanceOf(Written.Yes.class);

        assertThat(bench.ledger.attempts(claim.transaction().id())).hasSize(1);
    }

    /** In one group commit as in several: of each key the first goes unmarked, and only that one. */
    @Test
    void of_those_that_come_at_the_same_time_only_the_first_of_a_key_goes_unmarked() {
        var opened = IntStream.range(0, 60).parallel().mapToObj(i -> bench.opening("payment.init", "K-" + i % 3)).map(
                one -> new Entry.Opening(one.transaction(), one.request(), Optional.of(new Entry.Once(one.transaction()
                        .businessKey(), "double-payment")), one.key(), one.work()))
                .map(bench.ledger::write).toList();

        assertThat(opened).hasSize(60);
        assertThat(bench.sql.sql("select business_key from transaction where mark is null order by 1").query(
                String.class).list()).containsExactly("K-0", "K-1", "K-2");
        assertThat(bench.sql.sql("select count(*) from transaction where mark = 'double-payment'").query(Integer.class)
                .single()).isEqualTo(57);
    }

    private List<String> listed() {
        return bench.sql.sql("select state from undelivered").query(String.class).list();
    }

    @Test
    void steps_that_wait_for_their_dossier_do_not_overtake_each_other() {
        open(PROGRESS, "K-1");
        var first = bench.claimOne();
        bench.ledger.write(bench.waits(first, State.RECEIVED, null, null, WAITS));
        open(PROGRESS, "K-1");
        bench.sql.sql("update delivery set due_at = due_at + interval '1 minute' where parked is not null").update();

        var second = bench.claimOne();

        assertThat(second.transaction().id()).isNotEqualTo(first.transaction().id());
        assertThat(bench.ledger.first(second.transaction().id())).isFalse();
        assertThat(bench.ledger.first(first.transaction().id())).isTrue();
    }

    @Test
    void a_dossier_is_not_kept_back_by_any_of_the_steps_that_wait_for_it() {
        open(PROGRESS, "K-1");
        open(PROGRESS, "K-1");
        open(DOSSIER, "K-1");
        for (int i = 0; i < 2; i++) {
            bench.ledger.write(bench.waits(bench.claimOne(), State.RECEIVED, null, null, WAITS));
            bench.sql.sql("update delivery set due_at = due_at + interval '1 minute' where parked is not null")
                    .update();
        }

        assertThat(bench.claimOne().transaction().service()).isEqualTo(DOSSIER);
    }

    @Test
    void a_dossier_overtakes_the_steps_that_wait_for_it_and_wakes_them() {
        open(PROGRESS, "K-1");
        var steps = bench.claimOne();
        bench.ledger.write(bench.waits(steps, State.RECEIVED, null, null, WAITS));
        bench.sql.sql("update delivery set due_at = due_at + interval '1 minute'").update();
        open(DOSSIER, "K-1");

        var dossier = bench.claimOne();
        assertThat(dossier.transaction().service()).isEqualTo(DOSSIER);
        bench.ledger.write(bench.ends(dossier, State.DELIVERED));

        assertThat(bench.claimOne().transaction().id()).isEqualTo(steps.transaction().id());
    }

    @Test
    void steps_parked_just_when_their_dossier_arrives_are_woken_all_the_same() {
        open(PROGRESS, "K-1");
        var steps = bench.claimOne();
        // the worker has seen that the dossier was not delivered; before it says so, the dossier is
        bench.sql.sql("update delivery set order_key = null").update();
        open(DOSSIER, "K-1");
        bench.ledger.write(bench.ends(bench.claimOne(), State.DELIVERED));

        bench.ledger.write(bench.waits(steps, State.RECEIVED, null, null, WAITS));

        assertThat(bench.ledger.standing(steps.transaction().id()).orElseThrow().parked()).isNull();
        assertThat(bench.claimOne().transaction().id()).isEqualTo(steps.transaction().id());
    }

    @Test
    void a_payload_that_does_not_open_keeps_only_its_own_work_from_being_done() {
        open(DOSSIER, "K-1");
        open(DOSSIER, "K-2");
        open(DOSSIER, "K-3");
        bench.sql.sql("""
                update payload set bytes = decode('00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', 'hex')
                where transaction_id = (select id from transaction where business_key = 'K-2')""").update();

        assertThat(bench.claim()).hasSize(3).allSatisfy(claim -> {
            if ("K-2".equals(claim.transaction().businessKey())) {
                assertThatThrownBy(claim::request).isInstanceOf(PayloadClosed.class);
            } else {
                assertThat(claim.request()).isNotEmpty();
            }
        });
    }

    @Test
    void what_is_late_is_found_wherever_it_waits_and_nothing_else() {
        open(DOSSIER, "K-1");
        open(DOSSIER, "K-1");
        bench.clock.pass(Duration.ofDays(2));
        open(DOSSIER, "K-1");
        var held = bench.claimOne();
        bench.clock.pass(Duration.ofDays(1));

        var late = bench.ledger.claimExpired(50, bench.clock.instant(), Duration.ofDays(3), LedgerBench.LEASE);

        assertThat(late).hasSize(2).allSatisfy(claim -> assertThat(claim.expiresAt()).isBeforeOrEqualTo(bench.clock
                .instant()));
        assertThat(late.getFirst().transaction()).isEqualTo(held.transaction());
    }

    @Test
    void only_the_head_of_a_key_is_claimed_whatever_else_is_due() {
        for (int i = 0; i < 5; i++) {
            open(DOSSIER, "K-1");
            open(DOSSIER, "K-2");
        }

        var claims = bench.claim();

        assertThat(claims).extracting(claim -> claim.transaction().businessKey()).containsExactly("K-1", "K-2");
        assertThat(bench.claim()).isEmpty();
    }

    @Test
    void a_key_that_is_kept_seven_days_is_free_afterwards() {
        var opening = bench.opening(bench.transaction(DOSSIER, "K-1"), java.util.Optional.of(bench.key("the-key")));
        bench.ledger.write(opening);
        bench.clock.pass(Duration.ofDays(7).plusSeconds(1));

        assertThat(bench.ledger.write(bench.opening(bench.transaction(DOSSIER, "K-1"), java.util.Optional.of(bench.key(
                "the-key"))))).isInstanceOf(Written.Yes.class);
    }

    @Test
    void the_order_of_a_dossier_is_that_of_the_answers_whatever_the_gateways_clocks_say() {
        var behind = bench.opening(DOSSIER, "K-1");
        var first = bench.opening(DOSSIER, "K-1");
        bench.ledger.write(first);

        var second = behind.heldBy(bench.ledger.lease(bench.clock.instant().plus(LedgerBench.LEASE),
                Entry.Lease.Use.AHEAD));
        assertThat(bench.granted(bench.ledger.write(second), second)).isFalse();

        var claim = bench.claimOne();
        assertThat(claim.transaction().id()).isEqualTo(first.transaction().id());
        bench.ledger.write(bench.ends(claim, State.DELIVERED));
        assertThat(bench.claimOne().transaction().id()).isEqualTo(second.transaction().id()).isLessThan(first
                .transaction().id());
    }
}
