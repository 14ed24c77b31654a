package vn.lgsp.gateway.connector.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.dashjoin.jsonata.Jsonata;

import vn.lgsp.gateway.connector.BadExpression;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MappingFailed;

/** What is simple goes around the engine and comes to the same. */
class ShortcutTest {
    private static final List<String> RULES = List.of("x", "true", "null", "in", "$", "$.x", "x.y", "x.y.z",
            "$string(x)", "$text(x)", "$exists(x)", "$exists($)", "$not(x)", "$length(x)", "$length($text(x))",
            "$ascii(x)",
            "$localTime(x)", "$isoTime(x)", "$instant(x) < $instant(\"2025-01-01\")",
            "$instant(x) <= $millis() + 300000",
            "x in [0, \"0\", \"00\"]", "x in [1]", "x in [\"a b\",\"ế\"]", "x in [10000000000]", "x in []", "x in x",
            "x in [true]", "x in $settings.ok", "x in $settings.none", "$status in [200, 201]", "$absent", "$again",
            "$status", "$settings.name", "$request.y.x", "$request.x",
            "x = 1", "x = 0", "x = \"0\"", "x = true", "x = null", "x != 1", "x != \"\"", "x = x", "x < 1",
            "x <= \"b\"", "x > 0", "x >= 1", "x + 1", "x + x", "x & \"!\"", "\"!\" & x & x",
            "x and x = 1", "x or y", "x = 1 or $error(\"no\")", "x = 1 and $error(\"no\")",
            "$not(x in [0, \"0\"]) and $contains($string(x), /a/)",
            "x ? 1 : 2", "x ? 1", "x = 1 ? \"one\" : x = 0 ? \"none\" : $error(\"no\")",
            "{ \"a\": x, \"b\": $status, \"c\": { \"d\": $text(x) } }", "{ \"a\": 1, \"a\": 2 }", "{ x: 1 }", "{}",
            "[ ]", "[ x ]", "[ x, x, 1 ]", "[ [ x ] ]", "[ [ ], x ]", "[ x.{ \"y\": y } ]", "[ $.{ \"y\": y } ]",
            "[ x.{ \"y\": [ y.{ \"z\": z } ] } ]", "[ x.y.{ \"z\": z, \"s\": $status } ]", "[ x.y ]",
            "( $y := x; { \"a\": $y, \"b\": $y & $y } )", "( $x := 1; $x := 2; $x )", "( $a := x; $b := $a; $b )",
            "( $f := function($v) { $exists($v) ? $text($v) : \"-\" }; { \"a\": $f(x), \"b\": $f(y) } )",
            "( $f := function($v) { { \"z\": $v.z } }; [ x.$f($) ] )",
            "( $f := function($v) { { \"z\": $v.z } }; [ x.y.$f($) ] )",
            "( $f := function($v) { $v }; $f(x) )", "( $f := function($v) { x }; $f(1) )",
            "( $f := function($v, $w) { $v & $w }; $f(x, \"w\") )", "( $f := function($v, $w) { $v & $w }; $f(x) )",
            "( $g := function($v) { $v = 1 }; $f := function($v) { $g($v) ? \"g\" : \"h\" }; $f(x) )",
            "( $f := function($v) { $f($v) }; 1 )", "( $text := function($v) { \"mine\" }; $text(x) )",
            "( $f := function($v) { $v = 0 ? 0 : $f(0) }; $f(1) )",
            "( $f := function($v) { { \"a\": [ $v.$f($) ] } }; $f(1) )",
            "( $text := 5; $text(x) )", "( $f := function($text) { $text(1) }; $f(x) )", "( $count := x; $count )",
            "( $g := function($v) { $v & 1 }; $f := function($g) { $g(2) }; $f(function($v) { $v & 3 }) )", "[ $ ]",
            "$count($)", "( $y := 1; ( $y := 2; $y ) )", "( $s := x; function($s) { $s }(2) )", "( x )", "( )",
            "($a := 1; $f := function($b) { $a }; $f(3))", "$count(x)", "$count(x[$ != null])", "$count(x[y = 1])",
            "$count(x.y[z = 1]) > 0", "$count(x[0])", "$count(x[y])", "[ x[$ != null] ]", "[ x[y = 1] ]",
            "[ x[y = 1].{ \"y\": y } ]", "[ x[$not(y = 1)].{ \"y\": y } ]", "[ x[y = 1].y ]", "x[y = 1]",
            "[ $[x = 1] ]",
            "x != null", "x.y = null", "null = x", "$settings", "{ \"s\": $settings, \"x\": x }", "[ $settings, x ]",
            "$settings.list", "[ $settings.list.{ \"q\": q } ]");
    private static final List<String> DOCUMENTS = List.of("{}", "null", "5", "[]", "[{\"x\":1},{\"x\":2}]",
            "[{\"x\":1}]", "\"a\"",
            "{\"x\":null}", "{\"x\":0}", "{\"x\":1}", "{\"x\":-1}", "{\"x\":\"\"}", "{\"x\":\"0\"}", "{\"x\":\"00\"}",
            "{\"x\":\"a b\"}", "{\"x\":\"ế\"}", "{\"x\":true}", "{\"x\":false}", "{\"x\":0.0}", "{\"x\":1.5}",
            "{\"x\":10000000000}", "{\"x\":[]}", "{\"x\":[0]}", "{\"x\":[1,2]}", "{\"x\":{}}", "{\"x\":{\"y\":1}}",
            "{\"x\":[[]]}", "{\"x\":[null]}", "{\"x\":[{\"y\":1},{\"y\":\"b\"}]}", "{\"x\":[{\"y\":1}]}",
            "{\"x\":[{\"y\":1}, 2]}", "{\"x\":{\"y\":{\"z\":1}}}", "{\"x\":{\"y\":[{\"z\":1},{}]}}",
            "{\"x\":[{\"y\":[{\"z\":1},{\"z\":null}]},{\"y\":[]}]}", "{\"x\":{\"y\":null}}",
            "{\"x\":\"2026-03-02T08:00:00+07:00\"}", "{\"x\":\"2024-03-02\"}", "{\"x\":\"20260302080000\"}",
            "{\"x\":\"a\",\"y\":\"b\"}",
            "{\"in\":3,\"true\":4,\"null\":5}");

    static Stream<Arguments> all() {
        return RULES.stream().map(Arguments::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void a_simple_expression_says_what_the_engine_says(String rule) {
        for (var document : DOCUMENTS) {
            assertThat(said(rule, document)).as(document).isEqualTo(said("(" + rule + ") ~> function($v) { $v }",
                    document));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "status", "$string(code)", "$not(code in [0, \"0\"]) and $contains(text, /busy/)",
            "{ \"session\": $auth.session, \"mahoso\": maHoSo }", "[ a[$ != null] ]", "$count(a[b = 1]) > 0",
            "$exists(a) ? a : b & \".01\"",
            "( $f := function($v) { $exists($v) ? $localTime($v) : \"\" }; { \"a\": $f(a), \"b\": [ b.{ \"c\": c } ] } )" })
    void the_engine_is_not_needed_for(String rule) {
        assertThat(Shortcuts.of(Ast.of(Jsonata.jsonata(rule)))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = { "a[0]", "a.b[]", "**.a", "$sum(a)", "a{b: c}", "a ~> $text", "a^(b)", "a.b.{ \"c\": c }",
            "a@$b.c",
            "$sift($, function($v) { $v })", "a#$i.b", "$contains(a, /b/)" })
    void the_engine_is_needed_for(String rule) {
        assertThat(Shortcuts.of(Ast.of(Jsonata.jsonata(rule)))).isEmpty();
    }

    @Test
    void most_of_what_is_shipped_needs_no_engine() throws IOException {
        try (var files = Files.walk(Path.of("config"))) {
            var mappings = files.filter(file -> file.toString().endsWith(".jsonata")).toList();

            assertThat(mappings).filteredOn(ShortcutTest::needsNoEngine).hasSizeGreaterThan(mappings.size() * 6 / 10);
        }
    }

    private static boolean needsNoEngine(Path mapping) {
        try {
            return Shortcuts.of(Ast.of(Jsonata.jsonata(Files.readString(mapping)))).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Object said(String rule, String document) {
        var bindings = new HashMap<String, @Nullable Object>(Map.of("status", 200, "again", true, "settings", json(
                "{\"ok\":[\"0\",\"1\"],\"name\":\"n\",\"list\":[{\"q\":1},{\"q\":2}]}"), "auth", json("{}")));
        bindings.put("request", json("{\"x\":\"r\",\"y\":{\"x\":[1]}}"));
        try {
            return Expression.of("rule", rule).evaluate(json(document), bindings);
        } catch (BadExpression | MappingFailed e) {
            return e.getClass();
        }
    }

    private static @Nullable Object json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
