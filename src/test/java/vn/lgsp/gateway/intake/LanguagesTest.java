package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static vn.lgsp.gateway.intake.ProblemShape.fast;
import static vn.lgsp.gateway.intake.ProblemShape.problem;

import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.problem.Language;

/** In which language a caller is refused. */
class LanguagesTest {
    private final RawHttp http = new RawHttp(Stages.shared().url());

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', value = { "en|en", "EN-us|en", "en-GB,en;q=0.9|en", "fr, en;q=0.5|en", "vi|vi",
            "vi-VN,vi;q=0.9,en;q=0.8|vi", "en;q=0.1, vi;q=0.9|vi", "en;q=0|vi", "en;q=0, *|vi", "*|vi", "zz|vi",
            ";;;q=|vi", "en;q=2|vi", "en;q=x|vi", "-|vi", ",|vi", "q=1|vi", "en-|vi", "%65%6e|vi", "../../en|vi",
            "x-klingon|vi" })
    void the_language_asked_for_is_spoken_and_nonsense_counts_as_none(String header, String language) {
        var answer = http.ask("GET", "/api/nothing", "Accept-Language: " + header);

        problem(answer, 404, "no-such-service");
        assertThat(answer.header("Content-Language")).isEqualTo(language);
        assertThat(String.valueOf(answer.json().get("title"))).isEqualTo(language.equals("en")
                ? "No such service"
                : "Không có dịch vụ này");
    }

    @Test
    void without_a_language_it_is_vietnamese() {
        assertThat(http.ask("GET", "/api/nothing").header("Content-Language")).isEqualTo("vi");
    }

    /** Seen: more than ten languages were a 500 of the server's own locale reader. */
    @Test
    void three_thousand_languages_are_no_fault() {
        var answer = fast(() -> http.ask("GET", "/api/nothing", "Accept-Language: " + "a,".repeat(3000) + "en"));

        problem(answer, 404, "no-such-service");
    }

    @Test
    void no_header_makes_the_reader_fail() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var header = random.ints(random.nextInt(12), 0, 19).mapToObj(c -> String.valueOf("en-vi*;q=0.1, xZ\u00e4_9"
                    .charAt(c))).collect(Collectors.joining());
            assertThatCode(() -> Language.accepted(header)).as(header).doesNotThrowAnyException();
        }
    }
}
