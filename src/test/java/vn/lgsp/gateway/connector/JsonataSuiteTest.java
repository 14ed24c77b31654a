package vn.lgsp.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.ScriptableObject;

/**
 * JSONata's public test suite through our own wrapper. The suite is JavaScript and published with the reference
 * implementation up to 1.0.10 (npm jsonata, MIT): npm fetches it, or finds it in its cache; no word of it is kept here.
 */
class JsonataSuiteTest {
    private static final Path FOLDER = Path.of("src/test/resources/expression");
    private static final Pattern AT = Pattern.compile("suite:(\\d+):(\\d+).*", Pattern.DOTALL);

    @Test
    void each_answer_is_the_suites_but_for_those_that_are_known() throws IOException {
        var suite = NpmPackage.file("jsonata@1.0.10",
                "6b36108d0e4975bdf14a4331121ea64ddf10c4c7317c2a14b88b8b19097881a2998dfb919b4bd8c625510419c5efcebcbdce84dd9e9769ef25410fbec8fedaea",
                "test/jsonata-test.js");

        var run = run(suite);

        assertThat(((Number) Objects.requireNonNull(run.get("asked"))).intValue()).isEqualTo(734);
        assertThat(((List<?>) Objects.requireNonNull(run.get("otherwise"))).stream().map(one -> map(one).get("name")))
                .containsExactlyInAnyOrderElementsOf(known());
    }

    private static List<String> known() throws IOException {
        return Files.readAllLines(FOLDER.resolve("suite-deviations.txt")).stream().filter(line -> !line.isBlank()
                && !line.startsWith("# ") && !line.startsWith("[")).toList();
    }

    private static Map<String, @Nullable Object> run(String suite) throws IOException {
        try (var context = Context.enter()) {
            context.setLanguageVersion(Context.VERSION_ES6);
            context.setInterpretedMode(true);
            var scope = context.initStandardObjects();
            ScriptableObject.putProperty(scope, "wrapper", new LambdaFunction(scope, "wrapper", 4,
                    (_, _, _, arguments) -> text(answer(arguments))));
            context.evaluateString(scope, Files.readString(FOLDER.resolve("suite.js")), "suite.js", 1, null);
            context.evaluateString(scope, suite, "jsonata-test.js", 1, null);
            return map(read(String.valueOf(context.evaluateString(scope,
                    "JSON.stringify({asked: asked, otherwise: otherwise})", "result", 1, null))));
        }
    }

    private static Map<String, @Nullable Object> answer(Object[] arguments) {
        var answer = new LinkedHashMap<String, @Nullable Object>();
        try {
            var source = arguments[1].toString();
            if (arguments[0].equals("evaluated")) {
                var bound = map(read(arguments[3].toString()));
                answer.put("result", Expression.of("suite", source, bound.keySet()).evaluate(read(arguments[2]
                        .toString()), bound));
            } else {
                Expression.of("suite", source);
            }
        } catch (BadExpression failed) {
            answer.put("error", failed.place() + ": " + failed.getMessage());
        } catch (MappingFailed failed) {
            answer.put("error", failed.getMessage());
        }
        if (answer.get("error") instanceof String error) {
            answer.put("position", position(arguments[1].toString(), error));
        }
        return answer;
    }

    private static int position(String source, String error) {
        var at = AT.matcher(error);
        if (!at.matches()) {
            return -1;
        }
        var lines = source.split("\n", -1);
        var position = 0;
        for (int i = 1; i < Integer.parseInt(at.group(1)); i++) {
            position += lines[i - 1].length() + 1;
        }
        return position + Integer.parseInt(at.group(2)) - 1;
    }

    private static String text(@Nullable Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    private static @Nullable Object read(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> map(@Nullable Object value) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }
}
