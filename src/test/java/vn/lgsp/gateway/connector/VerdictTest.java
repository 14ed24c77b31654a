package vn.lgsp.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.connector.folder.Fixtures;

class VerdictTest {
    private final Catalogue catalogue = Fixtures.catalogue();
    /** Declares success, code and again, over a session. */
    private final Service send = catalogue.service("alpha.send").orElseThrow();
    /** Declares nothing. */
    private final Service notify = catalogue.service("beta.notify").orElseThrow();
    /** Answers with a document that is no JSON; success is declared. */
    private final Service find = catalogue.service("alpha.find").orElseThrow();

    private static ProviderAnswer answer(int status, String code) {
        return ProviderAnswer.of(status, Map.of("error_code", code));
    }

    @ParameterizedTest
    @CsvSource({ "200,DELIVERED", "201,DELIVERED", "204,DELIVERED", "301,UNAVAILABLE", "400,REJECTED", "404,REJECTED",
            "401,REJECTED", "408,UNAVAILABLE", "425,UNAVAILABLE", "429,UNAVAILABLE", "500,UNAVAILABLE",
            "503,UNAVAILABLE" })
    void without_rules_the_status_decides(int status, Verdict verdict) {
        assertThat(Verdict.of(notify, ProviderAnswer.of(status, null), Map.of())).isEqualTo(verdict);
    }

    @Test
    void a_page_with_200_is_unavailable() {
        var page = new ProviderAnswer(200, Map.of("content-type", "text/html"), null, false);

        assertThat(Verdict.of(send, page, Map.of())).isEqualTo(Verdict.UNAVAILABLE);
        assertThat(Verdict.of(notify, page, Map.of())).isEqualTo(Verdict.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = { "0", "00" })
    void success_is_what_the_rule_says(String code) {
        assertThat(Verdict.of(send, answer(200, code), Map.of())).isEqualTo(Verdict.DELIVERED);
    }

    @Test
    void a_business_fault_with_200_is_rejected() {
        assertThat(Verdict.of(send, answer(200, "-1"), Map.of())).isEqualTo(Verdict.REJECTED);
    }

    @Test
    void a_success_body_under_a_5xx_is_none() {
        assertThat(Verdict.of(send, answer(502, "0"), Map.of())).isEqualTo(Verdict.UNAVAILABLE);
    }

    @Test
    void known_already_is_sent_again_once() {
        var known = ProviderAnswer.of(200, Map.of("error_code", -3, "message", "Hồ sơ đã tồn tại"));

        assertThat(Verdict.of(send, known, Map.of())).isEqualTo(Verdict.AGAIN);
        assertThat(Verdict.last(send, known, Map.of())).isEqualTo(Verdict.REJECTED);
    }

    @Test
    void an_expired_session_is_told_by_rule_or_status() {
        assertThat(Verdict.of(send, answer(200, "9"), Map.of())).isEqualTo(Verdict.REJECTED);
        assertThat(Verdict.of(send, ProviderAnswer.of(200, Map.of("error_code", 9)), Map.of()))
                .isEqualTo(Verdict.EXPIRED_SESSION);
        assertThat(Verdict.of(send, ProviderAnswer.of(403, null), Map.of())).isEqualTo(Verdict.EXPIRED_SESSION);
        assertThat(Verdict.last(send, ProviderAnswer.of(403, null), Map.of())).isEqualTo(Verdict.REJECTED);
    }

    @Test
    void a_document_to_pass_through_that_is_no_success_may_come_later() {
        var pdf = new ProviderAnswer(200, Map.of("content-type", "application/pdf"), null, false);

        assertThat(Verdict.of(find, pdf, Map.of())).isEqualTo(Verdict.UNAVAILABLE);
    }
}
