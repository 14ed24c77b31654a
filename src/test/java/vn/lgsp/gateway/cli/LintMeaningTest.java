package vn.lgsp.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is well written and yet can never do what it says is told at its place, with what was meant. */
class LintMeaningTest {
    private static final String SESSION = "auth: { session: {";
    private static final String CHUNK = "chunk: { of: buoc, size: 2 }";
    private static final String SUCCESS = "success: error_code in [0, \"0\", \"00\"]";
    private final GoodFolders folders;

    LintMeaningTest(@TempDir Path work) throws IOException {
        folders = GoodFolders.copied(work);
    }

    private String after(String text, String other) throws IOException {
        folders.exchange("connector.yaml", text, other);
        return folders.bench("lint", "alpha").out();
    }

    private String afterMapping(String mapping, String source) throws IOException {
        Files.writeString(folders.alpha("mapping/" + mapping + ".jsonata"), source);
        return folders.bench("lint", "alpha").out();
    }

    @Test
    void a_variable_that_nobody_binds_is_told_with_those_there_are() throws IOException {
        assertThat(after(SUCCESS, "success: $statu = 200"))
                .contains("connector.yaml:23:16: `success` does not compile: "
                        + "there is no variable `$statu` here (did you mean `$status`?); those here are: $followed, $headers, "
                        + "$request, $settings, $status");
    }

    @Test
    void a_variable_is_told_in_vietnamese_too() throws IOException {
        folders.exchange("connector.yaml", SUCCESS, "success: $statu = 200");

        assertThat(Ran.gateway("lint", "--config", folders.at().resolve("config").toString(), "--contracts", folders
                .at()
                .resolve("contracts").toString(), "--lang", "vi").out()).contains(
                        "`success` không biên dịch được: không có biến `$statu` ở đây (ý bạn là `$status`?); các biến ở đây: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "alpha.send.request | { \"a\": $setings.partner, \"b\": ma } | 1:8: does not compile: there is no variable `$setings` here (did you mean `$settings`?)",
            "alpha.send.request | { \"a\": $status } | 1:8: does not compile: there is no variable `$status`",
            "alpha.send.request | { \"a\": $matched.id } | 1:8: does not compile: there is no variable `$matched`",
            "alpha.send.request | { \"a\": $map(buoc, function($one) { $on }) } | 1:36: does not compile: there is no variable `$on`",
            "alpha.find.response | { \"ten\": $atMillis } | 1:10: does not compile: there is no variable `$atMillis`" })
    void what_is_bound_depends_on_the_place(String mapping, String source, String told) throws IOException {
        assertThat(afterMapping(mapping, source)).contains(mapping + ".jsonata:" + told);
    }

    @ParameterizedTest
    @ValueSource(strings = { "( $x := ma; { \"a\": $x, \"b\": $$.ma, \"c\": $ } )",
            "{ \"a\": $map(buoc, function($one, $i, $all) { $one & $i & $count($all) }) }",
            "{ \"a\": buoc@$step.{ \"b\": $step }, \"c\": buoc#$i.{ \"d\": $i } }",
            "{ \"a\": $reduce(buoc, function($so, $far) { $so & $far }), \"b\": $map(buoc, $uppercase) }",
            "( $f := function($n) { $n = 0 ? 0 : $f($n - 1) }; { \"a\": $f(3), \"b\": $transaction.id & $part & $again } )" })
    void what_an_expression_binds_itself_is_known(String source) throws IOException {
        assertThat(afterMapping("alpha.send.request", source)).doesNotContain("there is no variable");
    }

    @Test
    void a_check_and_a_proof_read_what_is_there_when_a_request_comes() throws IOException {
        folders.exchange("schema/alpha.send.checks.yaml", "$instant(ngay) <= $atMillis", "$instant(ngay) <= $now0");

        assertThat(after("given: sum", "given: $matched.sum")).contains(
                "alpha.send.checks.yaml:1:50: `rule` does not compile: there is no variable `$now0` here",
                "`given` does not compile: there is no variable `$matched` here");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "<xsl:param name='transacton'/> | alpha.find.request.xsl:2:3: does not compile: there is no variable `$transacton` here (did you mean `$transaction`?)",
            "<xsl:param name='transaction'/> | no fault", "<xsl:param name='mine' select='7'/> | no fault",
            "<xsl:param name='mine'>7</xsl:param> | no fault" })
    void a_stylesheets_parameter_that_nobody_gives_is_told(String parameter, String told) throws IOException {
        Files.delete(folders.alpha("mapping/alpha.find.request.jsonata"));
        Files.writeString(folders.alpha("mapping/alpha.find.request.xsl"),
                "<xsl:stylesheet version='3.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>\n  " + parameter
                        + "\n  <xsl:output method='json'/>\n  <xsl:template match='.'><xsl:map>"
                        + "<xsl:map-entry key=\"'ma'\" select='?ma'/></xsl:map></xsl:template>\n</xsl:stylesheet>");

        assertThat(folders.bench("lint", "alpha").out()).contains(told);
    }

    @Test
    void headers_that_are_signed_read_what_stands_beside_them() throws IOException {
        assertThat(after(SESSION,
                "auth: { signed: { with: { user: u }, headers: { X-A: $user & $settings.partner } }, session: {"))
                .contains("`X-A` does not compile: there is no variable `$settings` here")
                .doesNotContain("variable `$user`");
    }

    @Test
    void a_name_in_a_target_that_the_mapping_does_not_give_is_told() throws IOException {
        assertThat(after("GET /find/{ma}", "GET /find/{maa}")).contains(
                "connector.yaml:29:5: `target` wants `maa`, and what the mapping gives has none (did you mean `ma`?)");
        assertThat(afterMapping("alpha.find.request", "( $m := ma; ma ? { \"x\": $m } : $merge([{ \"y\": 1 }]) )"))
                .contains("`target` wants `maa`, and what the mapping gives has none");
    }

    @ParameterizedTest
    @ValueSource(strings = { "$merge([{ \"ma\": ma }, $])", "$", "ma ? { \"ma\": ma } : { \"x\": 1 }",
            "{ ma: ma }", "$ ~> |$|{ \"ma\": 1 }|" })
    void a_mapping_that_may_give_the_name_is_no_fault(String source) throws IOException {
        assertThat(afterMapping("alpha.find.request", source)).doesNotContain("`target`");
    }

    @Test
    void a_name_in_a_target_that_the_schema_rules_out_is_told() throws IOException {
        Files.delete(folders.alpha("mapping/alpha.send.request.jsonata"));

        assertThat(after("target: POST /g", "target: POST /g/{maSo}")).contains(
                "connector.yaml:16:5: `target` wants `maSo`, and the request's schema has none");
        folders.exchange("schema/alpha.send.request.json", "\"additionalProperties\": false,", "");
        assertThat(folders.bench("lint", "alpha").out()).doesNotContain("`target`");
    }

    @Test
    void braces_that_hold_no_name_and_a_name_used_twice_are_told() throws IOException {
        assertThat(after("GET /find/{ma}", "GET /find/{ma-so}/{ma}/{ma}")).contains(
                "`target` takes a name of letters, digits and _ between braces",
                "`target` uses twice `ma`: its value is taken once only");
    }

    @ParameterizedTest
    @CsvSource({ "not-conected, not-connected", "http503, http-503", "HTTP-503, http-503", "no-answr, no-answer" })
    void a_code_that_no_attempt_ends_with_is_told(String code, String meant) throws IOException {
        assertThat(after("timeout: 3s", "failover: { url: \"http://spare.example.vn\", on: [http-502, " + code
                + "] }\n  timeout: 3s")).contains("connector.yaml:8:62: no attempt ends with the code `" + code
                        + "` (did you mean `" + meant + "`?)")
                .contains("1 fault in");
    }

    @Test
    void a_providers_own_code_may_stand_where_a_service_reads_one() throws IOException {
        assertThat(after("timeout: 3s", "failover: { url: \"http://spare.example.vn\", on: [login-failed, \"99\"] }\n"
                + "  timeout: 3s")).contains("no fault");
        assertThat(after("      code: $string(error_code)\n", ""))
                .contains("no attempt ends with the code `99`; codes are: ");
    }

    @Test
    void an_array_in_parts_that_is_no_field_of_the_request_is_told() throws IOException {
        assertThat(after(CHUNK, "chunk: { of: bouc, size: 2 }")).contains(
                "connector.yaml:20:14: `of` names no field of the request: `bouc` (did you mean `buoc`?)");
    }

    @Test
    void an_array_that_another_schema_declares_is_a_field_of_the_request() throws IOException {
        folders.exchange("schema/alpha.send.request.json", "\"buoc\": {", "\"khac\": {");
        folders.exchange("schema/alpha.send.request.json", "\"required\": [\"ma\"],",
                "\"required\": [\"ma\"], \"allOf\": [{ \"$ref\": \"steps.json#/$defs/steps\" }],");
        Files.writeString(folders.alpha("schema/steps.json"),
                "{ \"$defs\": { \"steps\": { \"properties\": { \"buoc\": { \"type\": \"array\" } } } } }");

        assertThat(folders.bench("lint", "alpha").out()).contains("no fault");
        assertThat(after(CHUNK, "chunk: { of: bouc, size: 2 }")).contains("did you mean `buoc`");
    }

    @ParameterizedTest
    @CsvSource({ "ngay, /ngay", "giayTo.so, /giayTo/so", "$.giayTo[0].so, /giayTo/0/so", "#/ngay, /ngay" })
    void a_place_that_is_no_json_pointer_is_told_with_what_was_meant(String at, String meant) throws IOException {
        folders.exchange("schema/alpha.send.checks.yaml", "at: /ngay", "at: \"" + at + "\"");

        assertThat(folders.bench("lint", "alpha").out())
                .contains("alpha.send.checks.yaml:2:3: `at` must be a JSON pointer "
                        + "such as /maHoSo or /giayTo/0/so, and no `" + at + "` (did you mean `" + meant + "`?)");
    }

    @Test
    void the_whole_request_and_escaped_names_are_json_pointers() throws IOException {
        folders.exchange("schema/alpha.send.checks.yaml", "at: /ngay", "at: \"\"");
        assertThat(folders.bench("lint", "alpha").out()).contains("no fault");
        folders.exchange("schema/alpha.send.checks.yaml", "at: \"\"", "at: /a~1b/~0c");
        assertThat(folders.bench("lint", "alpha").out()).contains("no fault");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "schedule: 7m | 38:5: schedule must be { every: 15m }: the length of a period",
            "schedule: { every: 7m } | 38:17: `every` must divide a day, or be whole days, as periods are counted from midnight: 7m does not (6m or 8m would)",
            "schedule: { every: 5h } | `every` must divide a day, or be whole days, as periods are counted from midnight: 5h does not (4h or 6h would)",
            "schedule: { every: 36h } | 36h does not (1d or 2d would)",
            "schedule: { every: 90s } | `every` must be whole minutes",
            "schedule: { every: daily } | every must be a time like 500ms, 5s, 2m, 1h or 3d",
            "feed: { every: 500ms, source: GET /x, items: x, id: y, cursor: y } | `every` must be whole seconds, from 1s" })
    void an_interval_that_would_not_be_kept_as_it_is_written_is_told(String declared, String told) throws IOException {
        assertThat(after("  alpha.inbound:", "  alpha.own:\n    title: { vi: A, en: A }\n    internal: true\n"
                + "    reply: later\n    effect: write\n    target: POST /g\n    " + declared + "\n  alpha.inbound:"))
                .contains(told);
    }

    @ParameterizedTest
    @ValueSource(strings = { "1m", "15m", "90m", "12h", "1d", "7d" })
    void an_interval_that_divides_a_day_is_kept(String every) throws IOException {
        assertThat(after("  alpha.inbound:", "  alpha.own:\n    title: { vi: A, en: A }\n    internal: true\n"
                + "    reply: later\n    effect: write\n    target: POST /g\n    schedule: { every: " + every
                + " }\n  alpha.inbound:")).doesNotContain("`every`");
    }

    @Test
    void two_ways_to_prove_oneself_are_told_with_the_one_that_would_be_used() throws IOException {
        assertThat(after(SESSION,
                "auth: { basic: { username: u, password: \"${ALPHA_PASSWORD}\" }, session: {")).contains(
                        "connector.yaml:6:11: basic does not stand beside `session` in `auth`: keep one of the two. "
                                + "The gateway would use `session`: keep that and remove this")
                .contains("1 fault in");
    }

    @Test
    void a_signature_stands_beside_one_way_and_not_beside_two() throws IOException {
        var signed = "signed: { headers: { X-A: path } }, ";
        assertThat(after(SESSION, SESSION.replace("{ session", "{ " + signed + "session"))).contains("no fault");
        assertThat(after(signed, signed + "apiKey: { header: X-K, value: \"${ALPHA_KEY}\" }, ")).contains(
                "apiKey does not stand beside `session`", "a fixed header sent besides goes under `headers`");
    }
}
