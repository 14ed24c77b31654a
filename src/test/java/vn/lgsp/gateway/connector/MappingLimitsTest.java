package vn.lgsp.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** A mapping that loops or explodes is stopped, and it is said which one and by which limit. */
class MappingLimitsTest {
    private static final MappingLimits USUAL = MappingLimits.current();

    @BeforeEach
    void little() {
        new MappingLimits(Duration.ofMillis(300), 500, 100_000, DataSize.ofMegabytes(1)).apply();
    }

    @AfterEach
    void usual() {
        USUAL.apply();
    }

    private static Object evaluate(String source, Object document) {
        return Expression.of("mapping/alpha.send.request.jsonata", source).evaluate(document, Map.of());
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '~', textBlock = """
            ($f := function($n){ $f($n + 1) + 1 }; $f(1)) ~ gateway.mapping.depth
            ($f := function($n){ $f($n + 1) }; $f(1)) ~ gateway.mapping.time
            [1..10000000] ~ gateway.mapping.items
            $sum([1..10000000]) ~ gateway.mapping.items
            $map([1..90000], function($v){ $map([1..90000], function($w){ $v * $w }) }) ~ gateway.mapping.time
            $reduce([1..40], function($a, $i){ $a & $a }, "xxxxxxxx") ~ gateway.mapping.text
            $pad("x", 2000000000) ~ gateway.mapping.text
            $contains(text, /^(.*a){25}$/) ~ gateway.mapping.time
            $match(text, /^(.*a){25}$/) ~ gateway.mapping.time
            $replace(text, /^(.*a){25}$/, "") ~ gateway.mapping.time
            $split(text, /^(.*a){25}$/) ~ gateway.mapping.time
            """)
    void it_is_stopped_soon_and_named(String source, String limit) {
        var began = System.nanoTime();

        assertThatThrownBy(() -> evaluate(source, Map.of("text", "xa".repeat(60) + "x")))
                .isInstanceOf(MappingFailed.class).hasMessageContaining("mapping/alpha.send.request.jsonata")
                .hasMessageContaining(limit);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(900));
    }

    @Test
    void what_stays_within_its_limits_is_not_touched() {
        assertThat(evaluate("$sum([1..100000])", Map.of())).isEqualTo(5_000_050_000L);
        assertThat(evaluate("$replace(text, /([0-9]+)-([0-9]+)/, \"$2/$1\")", Map.of("text", "12-34, 5-6"))).isEqualTo(
                "34/12, 6/5");
        assertThat(evaluate("$match(text, /[0-9]+/)[1].match", Map.of("text", "12-34"))).isEqualTo("34");
        assertThat(evaluate("$split(text, /\\s*,\\s*/)", Map.of("text", "a , b,c"))).isEqualTo(List.of("a",
                "b", "c"));
        assertThat(evaluate("$pad(\"7\", -3, \"0\")", Map.of())).isEqualTo("007");
        assertThat(evaluate("text.$contains(/b/)", Map.of("text", "abc"))).isEqualTo(true);
    }
}
