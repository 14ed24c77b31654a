package vn.lgsp.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Simple rules go around the engine; in brackets the same rule goes through it. */
class ShortcutTest {
    private static final List<String> RULES = List.of("x", "true", "null", "in", "$string(x)",
            "x in [0, \"0\", \"00\"]",
            "x in [1]", "x in [\"a b\",\"ế\"]", "x in [10000000000]");
    private static final List<String> DOCUMENTS = List.of("{}", "null", "5", "[]", "[{\"x\":1},{\"x\":2}]",
            "[{\"x\":1}]",
            "{\"x\":null}", "{\"x\":0}", "{\"x\":1}", "{\"x\":-1}", "{\"x\":\"\"}", "{\"x\":\"0\"}", "{\"x\":\"00\"}",
            "{\"x\":\"a b\"}", "{\"x\":\"ế\"}", "{\"x\":true}", "{\"x\":false}", "{\"x\":0.0}", "{\"x\":1.5}",
            "{\"x\":10000000000}", "{\"x\":[]}", "{\"x\":[0]}", "{\"x\":[1,2]}", "{\"x\":{}}", "{\"x\":{\"y\":1}}",
            "{\"in\":3,\"true\":4,\"null\":5}");

    static Stream<Arguments> all() {
        return RULES.stream().flatMap(rule -> DOCUMENTS.stream().map(document -> Arguments.of(rule, document)));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("all")
    void a_simple_rule_says_what_the_engine_says(String rule, String document) {
        assertThat(said(rule, document)).isEqualTo(said("(" + rule + ")", document));
    }

    private static @Nullable Object said(String rule, String document) {
        try {
            return Expression.of("rule", rule).evaluate(Json.read(document.getBytes(StandardCharsets.UTF_8)), Map.of());
        } catch (BadExpression | MappingFailed e) {
            return e.getClass();
        }
    }
}
