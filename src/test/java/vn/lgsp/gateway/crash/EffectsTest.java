package vn.lgsp.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.sandbox.payment.Payment;

/** Money that was confirmed and is recorded nowhere is found, and what is said to have been handed over and never came. */
class EffectsTest {
    private static final String KEY = "dvc1/PP1/00";

    private final WrittenBooks books = new WrittenBooks();

    @Test
    void a_confirmation_that_is_acknowledged_and_recorded_once_is_fine() {
        books.held(KEY, books.later("payment.confirm", "DELIVERED"));

        assertThat(confirmed(1).looked()).isOne();
        assertThat(confirmed(1).wrong()).isEmpty();
    }

    @Test
    void a_confirmation_that_is_acknowledged_and_recorded_nowhere_is_found() {
        books.now("payment.init", "DELIVERED");

        assertThat(confirmed(1).wrong()).hasSize(1);
    }

    @Test
    void a_confirmation_that_was_never_acknowledged_may_be_missing() {
        assertThat(confirmed(0).looked()).isZero();
    }

    @Test
    void a_confirmation_that_is_recorded_for_another_dossier_is_found() {
        books.held(KEY, books.later("payment.confirm", "H47.12-231005-0013", "DELIVERED"));

        assertThat(confirmed(1).wrong()).hasSize(1);
    }

    @Test
    void a_confirmation_that_is_recorded_twice_is_found() {
        books.later("payment.confirm", "DELIVERED");
        books.held(KEY, books.later("payment.confirm", "DELIVERED"));

        assertThat(confirmed(2).wrong()).hasSize(1);
    }

    @Test
    void what_is_delivered_to_the_one_stop_system_and_never_came_there_is_found() {
        var order = books.later("postal.create-order", "DELIVERED");
        var came = books.callback(order, "DELIVERED").toString();
        books.callback(order, "EXHAUSTED");
        var lost = List.of(books.callback(order, "DELIVERED"), books.later("postal.track", "DELIVERED"), books.later(
                "payment.confirm", "DELIVERED"));

        var finding = Effects.arrived(books.read(), id -> id.equals(came) ? 2 : 0);

        assertThat(finding.looked()).isEqualTo(4);
        assertThat(finding.wrong()).hasSameSizeAs(lost).allMatch(wrong -> lost.stream().anyMatch(id -> wrong.contains(id
                .toString())));
    }

    private Finding confirmed(int acknowledged) {
        var payment = new Payment("dvc1", WrittenBooks.DOSSIER, "75000", 0, 1, "PP1", 2, acknowledged, 0, "200");
        return Effects.confirmed(List.of(payment), books.read());
    }
}
