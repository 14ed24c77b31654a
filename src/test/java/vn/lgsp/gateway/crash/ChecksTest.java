package vn.lgsp.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.crash.Sent.Kind;

/** The checks of what callers were told find what they look for, and nothing where nothing is. */
class ChecksTest {
    private final WrittenBooks books = new WrittenBooks();

    @Test
    void an_outcome_that_was_told_and_is_recorded_nowhere_is_found() {
        var lost = List.of(answered(Kind.PAYMENT, 200), answered(Kind.PAYMENT, 422), answered(Kind.PAYMENT, 504),
                answered(Kind.LOOK_UP, 502), answered(Kind.LOOK_UP, 504));

        assertThat(new Checks(lost, books.read()).honest().wrong()).hasSize(lost.size());
    }

    @Test
    void an_outcome_that_is_recorded_otherwise_is_found() {
        var wrong = List.of(answered(Kind.PAYMENT, 200, books.now("payment.init", "REJECTED")), answered(Kind.PAYMENT,
                422, books.now("payment.init", "DELIVERED")),
                answered(Kind.PAYMENT, 504, books.now(
                        "dvcqg.find-dossier", "EXHAUSTED")));

        assertThat(new Checks(wrong, books.read()).honest().wrong()).hasSize(wrong.size());
    }

    @Test
    void an_outcome_that_is_recorded_as_it_was_told_is_fine() {
        var right = List.of(answered(Kind.PAYMENT, 200, books.now("payment.init", "DELIVERED")), answered(Kind.PAYMENT,
                504, books.now("payment.init", "DELIVERED")),
                answered(Kind.LOOK_UP, 502, books.now(
                        "dvcqg.find-dossier", "EXHAUSTED")));

        assertThat(new Checks(right, books.read()).honest().looked()).isEqualTo(right.size());
        assertThat(new Checks(right, books.read()).honest().wrong()).isEmpty();
    }

    @Test
    void what_could_not_be_recorded_may_be_missing() {
        var refused = List.of(answered(Kind.LOOK_UP, 503));

        assertThat(new Checks(refused, books.read()).honest().looked()).isZero();
    }

    @Test
    void two_transactions_for_one_key_are_found() {
        var id = books.later("dvcqg.sync-dossier", "DELIVERED");
        books.later("dvcqg.sync-dossier", "DELIVERED");

        assertThat(wrongIn(answered(Kind.DOSSIER, 202, id))).anyMatch(wrong -> wrong.contains(
                "2 transactions for 1 keys"));
    }

    @Test
    void a_key_that_another_transaction_holds_is_found() {
        var sent = answered(Kind.ORDER, 202, books.later("postal.create-order", "DELIVERED"));
        books.held(sent.key, UUID.randomUUID());

        assertThat(wrongIn(sent)).anyMatch(wrong -> wrong.contains("holder"));
    }

    @Test
    void a_caller_that_was_not_called_back_or_was_twice_is_found() {
        books.callback(books.later("postal.create-order", "DELIVERED"), "DELIVERED");
        books.callback(books.later("postal.create-order", "DELIVERED"), "EXHAUSTED");
        var never = books.later("postal.create-order", "DELIVERED");
        var twice = books.later("postal.create-order", "REJECTED");
        books.callback(twice, "DELIVERED");
        books.callback(twice, "DELIVERED");

        assertThat(wrongIn()).hasSize(2).anyMatch(wrong -> wrong.contains(never.toString())).anyMatch(wrong -> wrong
                .contains(twice.toString()));
    }

    @Test
    void work_that_is_left_in_the_queue_is_found() {
        books.inTheQueue("dvcqg.sync-dossier due long ago");

        assertThat(wrongIn()).containsExactly("dvcqg.sync-dossier due long ago");
    }

    private List<String> wrongIn(Sent... sent) {
        return new Checks(Arrays.asList(sent), books.read()).all().stream().flatMap(finding -> finding.wrong().stream())
                .toList();
    }

    private static Sent answered(Kind kind, int status) {
        return answered(kind, status, UUID.randomUUID());
    }

    private static Sent answered(Kind kind, int status, UUID id) {
        var sent = new Sent(kind, WrittenBooks.DOSSIER, 0, List.of(), new byte[0]);
        sent.answered(status, id.toString());
        return sent;
    }
}
