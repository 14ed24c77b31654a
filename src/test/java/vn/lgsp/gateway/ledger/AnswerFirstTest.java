package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The switch that breaks the promise cannot be thrown by accident. */
@Isolated("system properties are everybody\'s")
class AnswerFirstTest {

    @AfterEach
    void restore() {
        System.clearProperty("gateway.ledger.unsafe-answer-first");
        System.clearProperty("gateway.crash-suite");
    }

    @Test
    void it_is_off() {
        assertThat(AnswerFirst.asked()).isFalse();
    }

    @Test
    void a_gateway_outside_the_crash_suite_refuses_to_start_with_it() {
        System.setProperty("gateway.ledger.unsafe-answer-first", "true");

        assertThatThrownBy(AnswerFirst::asked).isInstanceOf(IllegalStateException.class).hasMessageContaining(
                "gateway.crash-suite");
    }

    @Test
    void the_crash_suite_may_throw_it() {
        System.setProperty("gateway.ledger.unsafe-answer-first", "true");
        System.setProperty("gateway.crash-suite", "true");

        assertThat(AnswerFirst.asked()).isTrue();
    }
}
