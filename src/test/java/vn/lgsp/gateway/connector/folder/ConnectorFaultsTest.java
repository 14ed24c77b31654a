package vn.lgsp.gateway.connector.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a folder: all at once, each at its line, and never at the cost of another folder. */
class ConnectorFaultsTest {
    private final GoodFolders folders;

    ConnectorFaultsTest(@TempDir Path work) throws IOException {
        folders = GoodFolders.copied(work);
    }

    @Test
    void an_unknown_key_is_named_with_its_line_and_what_was_meant() throws IOException {
        assertThat(folders.declarationFaultsAfter("    cache: 24h", "    repeatabel: true")).isEqualTo(
                "config/alpha/connector.yaml:30:5: repeatabel is not a known field (did you mean `repeatable`?) at /services/alpha.find/repeatabel");
    }

    @Test
    void a_batch_is_refused_where_its_requests_cannot_share_a_call() throws IOException {
        var chunk = "    chunk: { of: buoc, size: 2 }";
        var batch = "    batch: { items: data, upTo: 20, each: \"results[$index]\" }";

        assertThat(folders.declarationFaultsAfter(chunk, batch)).isEmpty();
        assertThat(folders.anew(chunk, chunk + "\n" + batch)).contains("`batch` does not go with `chunk`");
        assertThat(folders.anew(chunk, batch + "\n    format: xml"))
                .contains("`batch` does not go with `format` other than json");
        assertThat(folders.anew("    cache: 24h", batch)).contains("`batch` does not go with `reply: now`",
                "`batch` does not go with a GET");
        assertThat(folders.anew(chunk, batch.replace("20", "1"))).contains("/services/alpha.send/batch/upTo");
        assertThat(folders.anew(chunk, batch.replace("$index]", "$index"))).contains("`each` does not compile");
    }

    /** Seen: only the first part was sent, and that was answered as delivered. */
    @Test
    void what_is_sent_in_parts_is_refused_where_its_caller_waits_for_one_answer() throws IOException {
        var chunk = "    chunk: { of: ma, size: 2 }";

        assertThat(folders.declarationFaultsAfter("    cache: 24h", chunk)).contains("config/alpha/connector.yaml:30:5",
                "`chunk` does not go with `reply: now`");
    }

    private void mapped(String... links) throws IOException {
        for (var link : links) {
            Files.writeString(folders.at().resolve("config/alpha/mapping/" + link + ".jsonata"), "{}");
        }
    }

    @Test
    void services_that_set_each_other_off_for_ever_are_refused() throws IOException {
        var send = "    chunk: { of: buoc, size: 2 }";
        mapped("alpha.send.follow");
        assertThat(folders.anew(send, "    follow: alpha.send")).contains("config/alpha/connector.yaml:20:5",
                "`follow` leads round for ever: alpha.send → alpha.send");

        mapped("alpha.find.follow");
        assertThat(folders.declarationFaultsAfter("    cache: 24h", "    follow: alpha.send")).contains(
                "alpha.send → alpha.send");
    }

    @Test
    void what_follows_the_step_that_takes_back_may_not_lead_round_either() throws IOException {
        var send = "    chunk: { of: buoc, size: 2 }";
        var find = "    cache: 24h";
        mapped("alpha.send.undo", "alpha.find.follow");
        folders.declarationFaultsAfter(send, "    undo: alpha.find");
        assertThat(folders.declarationFaultsAfter(find, "    follow: alpha.send")).contains(
                "connector.yaml:20:5: `undo` leads round for ever: alpha.send → alpha.find → alpha.send",
                "connector.yaml:30:5: `follow` leads round for ever: alpha.find → alpha.send → alpha.find");
    }

    @Test
    void two_that_take_each_other_back_do_so_once() throws IOException {
        mapped("alpha.send.undo", "alpha.find.undo");
        folders.declarationFaultsAfter("    chunk: { of: buoc, size: 2 }", "    undo: alpha.find");
        assertThat(folders.declarationFaultsAfter("    cache: 24h", "    undo: alpha.send")).doesNotContain(
                "round for ever");
    }

    @Test
    void all_faults_come_at_once() throws IOException {
        Files.writeString(folders.at().resolve("config/alpha/mapping/alpha.sned.request.jsonata"), "{}");
        Files.writeString(folders.at().resolve("config/alpha/mapping/alpha.find.reqest.jsonata"), "{}");
        Files.writeString(folders.at().resolve("config/alpha/mapping/alpha.find.request.jsonata"), "{\n  'a': )\n}");
        var faults = folders.declarationFaultsAfter("timeout: 3s", "timeout: 3 sec").lines().toList();

        assertThat(faults).anyMatch(f -> f.startsWith("config/alpha/connector.yaml:8:3") && f.contains("500ms, 5s"))
                .anyMatch(f -> f.contains("alpha.sned.request.jsonata") && f.contains("did you mean `alpha.send`"))
                .anyMatch(f -> f.contains("alpha.find.reqest.jsonata") && f.contains("no kind known"))
                .anyMatch(f -> f.startsWith("config/alpha/mapping/alpha.find.request.jsonata:2:"));
    }

    @Test
    void a_secret_in_clear_is_refused_without_being_quoted() throws IOException {
        assertThat(folders.declarationFaultsAfter("password: \"${ALPHA_PASSWORD}\"", "password: hunter2"))
                .contains("connector.yaml:6:", "never the secret itself").doesNotContain("hunter2");
        assertThat(folders.declarationFaultsAfter("secret: \"${ALPHA_SECRET}\"", "secret: \"${ALPHA_SECRET:hunter3}\""))
                .contains("connector.yaml:10:", "never the secret itself").doesNotContain("hunter3");
    }

    @Test
    void formats_and_keys_of_the_connection_are_checked() throws IOException {
        assertThat(folders.anew("target: POST /g", "target: POST /g\n    format: soap-1.1\n    action: urn:x"))
                .isEmpty();
        assertThat(folders.anew("target: POST /g", "target: POST /g\n    action: urn:x")).contains(
                "`action` is for `format: soap-1.1`");
        assertThat(folders.anew("timeout: 3s", "timeout: 3s\n  tls: { certificate: \"${NONE:}\" }")).isEmpty();
        assertThat(folders.anew("timeout: 3s", "timeout: 3s\n  tls: { key: no/such.pem }")).contains(
                "`key` names no file that can be read", "stands only together");
    }

    @Test
    void a_window_that_cannot_be_read_is_told_with_its_line() throws IOException {
        assertThat(folders.anew("timeout: 3s",
                "timeout: 3s\n  closed: [SAT 22:00-02:00, 2026-12-05 22:00-2026-12-06 04:00]")).isEmpty();
        assertThat(folders.anew("timeout: 3s", "timeout: 3s\n  closed: [2026-12-05 22:00-2026-12-04 04:00]")).contains(
                "connector.yaml:", "`2026-12-05 22:00-2026-12-04 04:00` is no window like SAT 22:00-02:00");
    }

    @Test
    void attachments_stand_nowhere_where_something_is_computed_over_the_body() throws IOException {
        var chunk = "    chunk: { of: buoc, size: 2 }";
        var attachments = "    attachments: 20MB";
        var way = "auth: { session: {";

        assertThat(folders.anew(chunk, attachments)).isEmpty();
        assertThat(folders.load().catalogue().service("alpha.send").orElseThrow().entry().attachments())
                .isEqualTo(20 << 20);
        assertThat(folders.anew(chunk, attachments + "\n    format: soap-1.1")).contains("connector.yaml:20:",
                "`attachments` is for JSON bodies only");
        assertThat(folders.anew(chunk, chunk + "\n" + attachments)).contains("connector.yaml:21:",
                "`attachments` stands without `proof`, `chunk` and `cache`");
        folders.anew(chunk, attachments);
        assertThat(folders.declarationFaultsAfter(way,
                "auth: { signed: { headers: { X-Sum: $sha256(body) } }, session: {"))
                .contains("`attachments` stands against `auth.signed`, which is computed over the body, of alpha");
        folders.anew(chunk, attachments);
        assertThat(folders.declarationFaultsAfter(way,
                "auth: { signed: { headers: { X-Sum: $sha256(path) } }, session: {"))
                .isEmpty();
    }

    @Test
    void attachments_of_answers_stand_where_an_answer_is_neither_kept_nor_taken_apart() throws IOException {
        var chunk = "    chunk: { of: buoc, size: 2 }";
        var attachments = "    answerAttachments: 100MB";

        assertThat(folders.anew(chunk, attachments)).isEmpty();
        assertThat(folders.load().catalogue().service("alpha.send").orElseThrow().call().answerAttachments())
                .isEqualTo(100 << 20);
        assertThat(folders.anew(chunk, attachments + "\n    format: soap-1.1")).contains("connector.yaml:20:",
                "`answerAttachments` is for JSON bodies only");
        assertThat(folders.anew(chunk, chunk + "\n" + attachments)).contains("connector.yaml:21:",
                "`answerAttachments` stands without `cache`, `chunk`, `batch` and `unrecorded`");
        folders.anew(chunk, attachments);
        assertThat(folders.declarationFaultsAfter("timeout: 3s", "timeout: 3s\n  tls: { trust: connector.yaml }"))
                .doesNotContain("answerAttachments");
    }

    @Test
    void a_placeholder_without_value_and_default_is_a_fault() throws IOException {
        assertThat(folders.declarationFaultsAfter("${ALPHA_URL:http://alpha.example.vn/base/}", "${ALPHA_URL}"))
                .contains("connector.yaml:5:3", "${ALPHA_URL} has no value and no default");
    }

    @Test
    void a_rule_that_does_not_compile_is_named_by_its_line() throws IOException {
        assertThat(folders.declarationFaultsAfter("code: $string(error_code)", "code: $string(error_code"))
                .contains("connector.yaml:24:").contains("`code` does not compile");
    }

    @Test
    void a_schedule_needs_whole_minutes_and_a_service_nobody_waits_for() throws IOException {
        folders.copyAgain();
        assertThat(folders.declarationFaultsAfter("key: ma\n", "key: ma\n    schedule: { every: 90s }\n")).contains(
                "`every` must be whole minutes");
        assertThat(folders.anew("key: ma\n", "key: ma\n    schedule: { every: 15m }\n")).contains(
                "`schedule` is for services that are `internal: true`");
    }

    @Test
    void headers_the_connection_makes_and_times_of_nothing_are_refused() throws IOException {
        folders.copyAgain();
        assertThat(folders.anew("provider:\n", "provider:\n  headers: { Host: elsewhere }\n"))
                .contains("/provider/headers/Host");
        assertThat(folders.anew("provider:\n", "provider:\n  headers: { X-A: \"a\\r\\nb\" }\n")).contains(
                "must be one line without control characters");
        assertThat(folders.anew("provider:\n", "provider:\n  headers: { api_key: \"${ALPHA_SECRET}\" }\n"))
                .isEmpty();
        assertThat(folders.anew("timeout: 3s", "timeout: 0s")).contains("must be a time like 500ms");
    }

    @Test
    void a_feed_is_for_a_service_that_nobody_calls() throws IOException {
        assertThat(folders.declarationFaultsAfter("key: ma\n",
                "key: ma\n    feed: { every: 5s, source: GET /x, items: x, id: y, cursor: y }\n")).contains(
                        "`feed` is for services that are `internal: true`");
    }

    @Test
    void names_that_lead_nowhere_are_faults() throws IOException {
        assertThat(folders.declarationFaultsAfter("to: beta", "to: betta")).contains("did you mean `beta`");
        assertThat(folders.declarationFaultsAfter("service: alpha.send", "service: alpha.sent"))
                .contains("did you mean `alpha.send`");
        assertThat(folders.declarationFaultsAfter("  alpha.find:", "  alpha.look:"))
                .contains("`alpha.look` has no operation in the contract")
                .contains("operation `alpha.find` has no service");
    }

    @Test
    void a_wrong_contract_is_a_fault_of_its_connector() throws IOException {
        assertThat(folders.faultsAfter("contracts/alpha.openapi.yaml", "alpha.send.request.json",
                "alpha.sent.request.json"))
                .contains("contracts/alpha.openapi.yaml:9:").contains("there is no file");
        assertThat(folders.faultsAfter("contracts/alpha.openapi.yaml", "responses: { '202'", "respnses: { '202'"))
                .contains("no valid OpenAPI");
        assertThat(folders.faultsAfter("contracts/alpha.openapi.yaml", "name: Idempotency-Key", "name: Other"))
                .contains("contracts/alpha.openapi.yaml:7:").contains("must have the header parameter Idempotency-Key");
    }

    @Test
    void broken_yaml_is_a_fault_with_its_line() throws IOException {
        assertThat(folders.declarationFaultsAfter("owner: Sở A", "owner: [")).contains("connector.yaml:")
                .contains("no YAML");
        assertThat(folders.faultsAfter("config/beta/connector.yaml", "owner: Sở B", "owner: Sở B\nowner: Sở C"))
                .contains("`owner` stands here twice");
    }

    @Test
    void a_folder_that_does_not_check_leaves_the_others_alone() throws IOException {
        folders.declarationFaultsAfter("reply: later", "reply: soon");

        var loaded = folders.load();
        assertThat(loaded.catalogue().connectors()).containsOnlyKeys("beta");
        assertThat(loaded.faults()).containsOnlyKeys("alpha");
    }
}
