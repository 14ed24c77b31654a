package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class ExchangeTest {

    @Test
    void each_body_is_kept_as_it_was_and_one_that_was_not_there_stays_away() {
        var kept = Exchange.of(new Exchange(bytes("hỏi"), null, new byte[0]).bytes());

        assertThat(kept.body("request")).isEqualTo(bytes("hỏi"));
        assertThat(kept.body("answer")).isNull();
        assertThat(kept.body("reply")).isEmpty();
        assertThat(kept.body("exchange")).isNull();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
