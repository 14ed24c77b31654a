package vn.lgsp.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What our wrapper makes of expressions that use each operator and function of JSONata, against what the reference
 * implementation (npm jsonata 2.2.2, MIT) made of them: its answers are kept in {@code expression/reference.json}.
 */
class ReferenceTest {
    private static final Path FOLDER = Path.of("src/test/resources/expression");

    @Test
    void each_answer_is_the_reference_implementations_but_for_those_that_are_known() throws IOException {
        var suite = map(Json.read(Files.readAllBytes(FOLDER.resolve("reference.json"))));
        var cases = (List<?>) Objects.requireNonNull(suite.get("cases"));
        var otherwise = new TreeSet<String>();
        for (var one : cases) {
            var expected = map(one);
            var expression = String.valueOf(expected.remove("expression"));
            var actual = answer(expression, suite.get("data"));
            if (!alike(expected, actual)) {
                otherwise.add(expression);
            }
        }

        assertThat(cases).hasSizeGreaterThan(280);
        assertThat(otherwise).containsExactlyInAnyOrderElementsOf(known());
    }

    private static List<String> known() throws IOException {
        return Files.readAllLines(FOLDER.resolve("reference-deviations.txt")).stream().filter(line -> !line.isBlank()
                && !line.startsWith("#")).toList();
    }

    private static Map<String, @Nullable Object> answer(String expression, @Nullable Object data) {
        var answer = new LinkedHashMap<String, @Nullable Object>();
        try {
            answer.put("result", Expression.of("reference", expression).evaluate(data, Map.of()));
        } catch (MappingFailed | BadExpression failed) {
            answer.put("error", failed.getMessage());
        }
        return answer;
    }

    /** Nothing is null outside the engine, and a function is refused as a result: no document can hold one. */
    private static boolean alike(Map<String, @Nullable Object> expected, Map<String, @Nullable Object> actual) {
        if (expected.get("error") instanceof String code) {
            return String.valueOf(actual.get("error")).contains(code);
        }
        if (expected.containsKey("function")) {
            return String.valueOf(actual.get("error")).contains("T1006");
        }
        return actual.containsKey("result") && Objects.equals(written(expected.get("result")), written(actual.get(
                "result")));
    }

    private static @Nullable Object written(@Nullable Object value) {
        return numbers(Json.read(Json.write(value)));
    }

    private static @Nullable Object numbers(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.entrySet().stream().collect(Collectors.toMap(entry -> String.valueOf(entry
                    .getKey()), entry -> List.of(String.valueOf(numbers(entry.getValue())))));
            case List<?> list -> list.stream().map(ReferenceTest::numbers).toList();
            case Number number -> new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
            case String text -> "\"" + text + "\"";
            case null, default -> value;
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> map(@Nullable Object value) {
        return new LinkedHashMap<>((Map<String, @Nullable Object>) Objects.requireNonNull(value));
    }
}
