package vn.lgsp.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpressionTest {
    private static @Nullable Object evaluate(String source, String json) {
        return Expression.of("test.jsonata", source).evaluate(json(json), Map.of());
    }

    private static @Nullable Object json(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void results_are_plain_values_that_can_be_written() {
        assertThat(evaluate("{'a': x.y, 'b': [1..3], 'c': null, 'd': x[0].z, 'e': $sum([1.5,1.5]), 'f': nothing}",
                "{\"x\":[{\"y\":1,\"z\":null},{\"y\":2}]}")).satisfies(
                        value -> assertThat(new String(Json.write(value), StandardCharsets.UTF_8))
                                .isEqualTo("{\"a\":[1,2],\"b\":[1,2,3],\"c\":null,\"d\":null,\"e\":3}"));
        assertThat(evaluate("x.y", "{\"x\":[{\"y\":1},{\"y\":2}]}")).hasSameClassAs(new ArrayList<>());
        assertThat(evaluate("null", "1")).isNull();
        assertThat(evaluate("nothing", "{}")).isNull();
    }

    @Test
    void a_function_is_no_result() {
        assertThatThrownBy(() -> evaluate("{'f': $sum}", "{}")).isInstanceOf(MappingFailed.class);
    }

    @Test
    void numbers_as_text_have_no_exponent() {
        assertThat(Expression.of("t", "x").text(json("{\"x\":12345678.9}"), Map.of())).isEqualTo("12345678.9");
        assertThat(Expression.of("t", "x * 2").text(json("{\"x\":5000000.5}"), Map.of())).isEqualTo("10000001");
    }

    @Test
    void text_is_what_string_writes_and_empty_for_what_is_not_there() {
        assertThat(evaluate("[$text(a), $text(b), $text(c), $text(d), $text(e), $text(nothing), $map(f, $text)]",
                "{\"a\":\"Tam Kỳ\",\"b\":75000,\"c\":1.5,\"d\":true,\"e\":null,\"f\":[1,\"x\"]}"))
                .isEqualTo(List.of("Tam Kỳ",
                        "75000", "1.5", "true", "", "", "1", "x"));
    }

    @Test
    void national_times_are_local_and_count_24_hours() {
        assertThat(evaluate("$localTime(at)", "{\"at\":\"2026-03-02T10:05:09Z\"}")).isEqualTo("20260302170509");
        assertThat(evaluate("$localTime(at)", "{\"at\":\"2026-03-02T17:05:09.123+07:00\"}"))
                .isEqualTo("20260302170509");
        assertThat(evaluate("$localTime('2026-03-02')", "{}")).isEqualTo("20260302000000");
        assertThat(evaluate("$isoTime('20260302170509')", "{}")).isEqualTo("2026-03-02T17:05:09+07:00");
        assertThat(evaluate("$instant('1970-01-01T07:00:01+07:00')", "{}")).isEqualTo(1000L);
        assertThat(evaluate("[$localTime(x), $isoTime(x), $instant(x), $sha256(x), $ascii(x)]", "{}"))
                .isEqualTo(List.of());
        assertThat(evaluate("$localTime(x)", "{\"x\":null}")).isNull();
    }

    @Test
    void json_in_a_text_is_read_and_never_run() {
        assertThat(evaluate("$json(m).a[1].b", "{\"m\":\"{\\\"a\\\":[0,{\\\"b\\\":75000}]}\"}")).isEqualTo(75000);
        assertThat(evaluate("$json(m)", "{\"m\":\"$sum([1,2])\"}")).isNull();
        assertThat(evaluate("$json(m)", "{}")).isNull();
    }

    @Test
    void xml_in_a_text_is_read_and_written() {
        assertThat(evaluate("$xml(m).KetQua.{'ma': Ma, 'dong': [Dong.Ten]}",
                "{\"m\":\"<KetQua><Ma>1</Ma><Dong><Ten>An</Ten></Dong><Dong><Ten>Ba</Ten></Dong></KetQua>\"}"))
                .isEqualTo(Map.of("ma", "1", "dong", List.of("An", "Ba")));
        assertThat(evaluate("[$xml(m), $xml(n), $exists($xml(m))]", "{\"m\":\"<!DOCTYPE a><a/>\",\"n\":null}"))
                .isEqualTo(List.of(false));
        assertThat(evaluate("$toXml({'to': {'@id': id, 'con': [list.{'ten': t}], 'x': nothing, 'y': null}})",
                "{\"id\":7,\"list\":[{\"t\":\"An & Ba\"},{\"t\":\"Tư\"}]}"))
                .isEqualTo("<to id=\"7\"><con><ten>An &amp; Ba</ten></con><con><ten>Tư</ten></con><y/></to>");
        assertThat(evaluate("$toXml(nothing)", "{}")).isNull();
        assertThatThrownBy(() -> evaluate("$toXml({'a b': 1})", "{}")).isInstanceOf(MappingFailed.class);
    }

    @Test
    void signatures_are_computed_over_texts() {
        assertThat(evaluate("$hmacSha256('key', 'The quick brown fox jumps over the lazy dog')", "{}")).isEqualTo(
                "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
        assertThat(evaluate("$hexToBase64($sha256(''))", "{}")).isEqualTo(
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assertThat(evaluate("[$hmacSha256('k', nothing), $hexToBase64(nothing)]", "{}")).isEqualTo(List.of());
        assertThatThrownBy(() -> evaluate("$hmacSha256('k', 5)", "{}")).isInstanceOf(MappingFailed.class);
    }

    @Test
    void now_is_now_on_a_thread_that_has_evaluated_before() {
        evaluate("$millis()", "{}");
        var before = System.currentTimeMillis();
        var spin = before;
        while (spin == before) {
            spin = System.currentTimeMillis();
        }

        assertThat((Long) evaluate("$millis()", "{}")).isGreaterThan(before);
        assertThat((Long) evaluate("$toMillis($now())", "{}")).isGreaterThan(before);
        assertThat(evaluate("$now('[Y0001]', '+0700')", "{}")).asString().hasSize(4);
    }

    @Test
    void house_functions_work_where_functions_are_passed() {
        assertThat(evaluate("$map(xs, $ascii)", "{\"xs\":[\"Đặng\",\"Thị Hằng\",\"Tie\u0302\u0301ng\"]}"))
                .isEqualTo(List.of("Dang", "Thi Hang", "Tieng"));
        assertThat(evaluate("$sha256('QNAM' & 75000.00)", "{}")).isEqualTo(evaluate("$sha256('QNAM75000')", "{}"));
        assertThat(evaluate("$sha256('')", "{}"))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void a_failure_names_the_place_and_not_the_document() {
        assertThatThrownBy(() -> evaluate("{\n  'a': name + 1 }", "{\"name\":\"Nguyễn\"}"))
                .isInstanceOf(MappingFailed.class).hasMessageContaining("test.jsonata").hasMessageContaining("T2001")
                .hasMessageNotContaining("Nguyễn").hasNoCause();
        assertThatThrownBy(() -> evaluate("$number(name)", "{\"name\":\"Nguyễn\"}")).isInstanceOf(MappingFailed.class)
                .hasMessageNotContaining("Nguyễn").hasNoCause();
        assertThatThrownBy(() -> evaluate("$error('x' & name)", "{\"name\":\"Nguyễn\"}"))
                .isInstanceOf(MappingFailed.class).hasMessageNotContaining("Nguyễn");
        assertThatThrownBy(() -> evaluate("$localTime(name)", "{\"name\":\"Nguyễn\"}"))
                .isInstanceOf(MappingFailed.class).hasMessageNotContaining("Nguyễn").hasMessageContaining("$localTime");
    }

    @Test
    void what_does_not_compile_is_named_by_line_and_column() {
        assertThatThrownBy(() -> Expression.of("m.jsonata", "{\n  'a': 1,\n  'b': )\n}"))
                .isInstanceOfSatisfying(BadExpression.class, bad -> assertThat(bad.place().line()).isEqualTo(3));
    }

    @Test
    void an_endless_expression_is_stopped() {
        assertThatThrownBy(() -> evaluate("[1, ($f := function($x){ $f($x + 1) }; $f(0))]", "{}"))
                .isInstanceOf(MappingFailed.class).hasMessageContaining("2 s");
        assertThatThrownBy(() -> evaluate("[1, ($f := function($x){ 1 + $f($x) }; $f(0))]", "{}"))
                .isInstanceOf(MappingFailed.class).hasMessageContaining("deep");
    }

    @Test
    void many_arrays_and_objects_in_one_mapping_are_not_taken_for_deep_nesting() {
        assertThat((List<?>) evaluate("$map([1..2000], function($i){ [$i, {'a': $i, 'b': [$i, $i]}] })", "{}"))
                .hasSize(2000);
    }

    @Test
    void grouping_an_empty_list_leaves_the_document_as_it_was() {
        var document = json("{\"list\":[]}");

        Expression.of("t", "list{'a': b}").evaluate(document, Map.of("request", document));

        assertThat(document).isEqualTo(json("{\"list\":[]}"));
    }

    @Test
    void sixteen_threads_share_one_expression() throws Exception {
        var shared = Expression.of("t", """
                ($n := name; $twice := function($x){ $x * 2 };
                 {"name": $n & "/" & $own, "items": items[v > 1].{"v": $twice(v), "w": $$.name},
                  "again": $eval("name"), "up": items.(%.name)})""");
        Callable<Integer> task = () -> {
            var me = Thread.currentThread().threadId();
            for (int i = 0; i < 2_000; i++) {
                var bindings = new HashMap<String, Object>(Map.of("own", me + "." + i));
                var document = Map.of("name", "n" + me, "items", List.of(Map.of("v", 1), Map.of("v", i + 2)));
                var name = "n" + me;
                assertThat(shared.evaluate(document, bindings))
                        .isEqualTo(Map.of("name", name + "/" + me + "." + i, "items",
                                Map.of("v", (i + 2) * 2, "w", name), "again", name, "up", List.of(name, name)));
            }
            return 0;
        };
        try (var platform = Executors.newFixedThreadPool(8);
                var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<java.util.concurrent.Future<Integer>>();
            for (int i = 0; i < 8; i++) {
                results.add(platform.submit(task));
                results.add(virtual.submit(task));
            }
            for (var result : results) {
                assertThat(unwrapped(result)).isZero();
            }
        }
    }

    private static int unwrapped(java.util.concurrent.Future<Integer> result) throws Exception {
        try {
            return result.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        }
    }

    @Test
    void an_evaluation_has_one_point_in_time() {
        var times = Expression.of("mapping.jsonata", "$count($distinct($map([1..20000], function($i) { $millis() })))");

        assertThat(times.evaluate(Map.of(), Map.of())).isEqualTo(1);
    }
}
