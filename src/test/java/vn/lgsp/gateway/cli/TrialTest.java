package vn.lgsp.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.cli.Ran.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connector is tried out against a provider, and a running gateway is steered, from the terminal. */
class TrialTest {
    private static final String PERSON = "{\"error_code\":0,\"result\":{\"HoTen\":\"Trần Thị B\",\"SoDinhDanh\":\"034567890123\"}}";

    @TempDir
    private Path work;

    private Ran bench(ProviderSide provider, String... arguments) throws IOException {
        return gateway(Stream.concat(Stream.of(arguments), Stream.of("--config", folders().resolve("config")
                .toString(), "--contracts", folders().resolve("contracts").toString(), "--lang", "en", "--set",
                "ALPHA_URL=" + provider.url() + "/base", "--set", "ALPHA_PASSWORD=p", "--set", "ALPHA_SECRET=s"))
                .toArray(
                        String[]::new));
    }

    private Path folders() throws IOException {
        var good = Path.of("src/test/resources/connectors/good");
        var to = work.resolve("folders");
        if (!Files.exists(to)) {
            try (var files = Files.walk(good)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var copy = to.resolve(good.relativize(file).toString().replaceFirst("^config",
                            "config/connectors"));
                    Files.createDirectories(copy.getParent());
                    Files.writeString(copy, Files.readString(file).replace("../config/", "../config/connectors/"));
                }
            }
        }
        return to;
    }

    private String given(String json) throws IOException {
        return Files.writeString(work.resolve("given.json"), json).toString();
    }

    @Test
    void a_read_is_tried_and_each_step_is_shown_masked() throws IOException {
        try (var provider = new ProviderSide(200, PERSON)) {
            var ran = bench(provider, "try", "alpha.find", given("{\"ma\":\"H1\"}"));

            assertThat(ran.err()).isEmpty();
            assertThat(ran.code()).isZero();
            assertThat(ran.out()).contains("1 request", "2 sent", "GET " + provider.url() + "/base/find/H1",
                    "3 answer HTTP 200", "DELIVERED", "•••••••••123").doesNotContain("034567890123");
            assertThat(provider.asked).anyMatch(call -> call.startsWith("GET /base/find/H1"));
        }
    }

    @Test
    void a_write_is_not_tried_without_a_confirmation() throws IOException {
        try (var provider = new ProviderSide(200, PERSON)) {
            var ran = bench(provider, "try", "alpha.send", given("{}"));

            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).contains("writes at the provider; add --confirm");
            assertThat(provider.asked).isEmpty();
        }
    }

    @Test
    void a_real_call_becomes_a_masked_case_that_holds() throws IOException {
        try (var provider = new ProviderSide(200, PERSON)) {
            var ran = bench(provider, "record", "alpha.find", given("{\"ma\":\"H1\"}"));

            assertThat(ran.code()).as(ran.err()).isZero();
            var written = Files.readString(folders().resolve("config/connectors/alpha/cases/find-recorded.yaml"));
            assertThat(written).startsWith("# yaml-language-server: $schema=../../../case.schema.json\n");
            assertThat(written).contains("Nguyễn Văn Mẫu").doesNotContain("Trần Thị B", "034567890123", "S1");
            var played = bench(provider, "test", "alpha");
            assertThat(played.out()).contains("ok    find-recorded.yaml");
        }
    }

    @Test
    void a_dry_run_sends_no_data() throws IOException {
        try (var provider = new ProviderSide(404, "{}")) {
            var ran = bench(provider, "dry-run", "alpha");

            assertThat(ran.out()).contains("ok    DNS", "127.0.0.1", "ok    TCP", "ok    login  logged in",
                    "HTTP 404");
            assertThat(ran.code()).isZero();
            assertThat(provider.asked).hasSize(2).noneMatch(call -> call.contains("/g"));
        }
    }

    @Test
    void a_dry_run_fails_where_a_proxy_has_nobody_behind_it() throws IOException {
        try (var provider = new ProviderSide(503, "{}")) {
            assertThat(bench(provider, "dry-run", "alpha").code()).isEqualTo(1);
        }
    }

    @Test
    void a_dry_run_stops_where_nobody_listens() throws IOException {
        var gone = new ProviderSide(200, "{}");
        gone.close();

        var ran = bench(gone, "dry-run", "alpha");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("FAIL  TCP").doesNotContain("login");
    }

    @Test
    void a_system_is_held_through_the_operators_api_and_the_password_is_not_shown() throws IOException {
        try (var ops = new ProviderSide(200, "{\"name\":\"alpha\",\"held\":true}")) {
            var ran = gateway("hold", "alpha", "--reason", "their maintenance", "--ops", ops.url(), "--password=geheim",
                    "--lang", "en");

            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("alpha is held").doesNotContain("geheim");
            assertThat(ops.asked).containsExactly(
                    "POST /ops/destinations/alpha/hold {\"reason\":\"their maintenance\"}");
        }
    }

    @Test
    void what_the_api_refuses_is_told_and_a_gateway_that_is_away_is_another_exit_code() throws IOException {
        var ops = new ProviderSide(409, "{\"title\":\"Held already\",\"detail\":\"By operator.\"}");
        String[] hold = { "resume", "alpha", "--reason", "why not", "--ops", ops.url(), "--password=x", "--lang",
                "en" };

        var refused = gateway(hold);
        ops.close();

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("HTTP 409: Held already. By operator.");
        assertThat(gateway(hold).code()).isEqualTo(3);
        assertThat(gateway("replay", "1").code()).isEqualTo(2);
    }

    @Test
    void a_folder_is_applied_and_rolled_back_through_the_operators_api() throws IOException {
        try (var ops = new ProviderSide(200, "{\"connector\":\"alpha\"}")) {
            var folder = folders().resolve("config/connectors/alpha").toString();
            var applied = gateway("apply", folder, "--contracts", folders().resolve("contracts").toString(), "--reason",
                    "new version", "--ops", ops.url(), "--password=x");
            var back = gateway("rollback", "alpha", "0123456789ab", "--reason", "it was bad", "--ops", ops.url(),
                    "--password=x");

            assertThat(applied.code()).as(applied.err()).isZero();
            assertThat(back.code()).as(back.err()).isZero();
            assertThat(ops.asked.getFirst()).startsWith("POST /ops/connectors/alpha/versions?check=false&reason=new")
                    .contains("\"connector.yaml\":", "\"contracts/alpha.openapi.yaml\":");
            assertThat(ops.asked.getLast()).startsWith("POST /ops/connectors/alpha/rollback ").contains("0123456789ab");
        }
    }

    @Test
    void a_plan_tells_what_would_change_at_a_running_gateway() throws IOException {
        try (var ops = new ProviderSide(200,
                "{\"connectors\":[{\"name\":\"alpha\",\"version\":\"old\",\"services\":[\"alpha.find\",\"alpha.gone\"]}]}")) {
            var ran = bench(ops, "plan", "alpha", "--against", ops.url());

            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out()).contains("+ alpha.send is added", "~ alpha.find version old →",
                    "- alpha.gone is removed");
        }
    }

    @Test
    void an_operator_without_a_password_is_told_how_to_give_it() throws IOException {
        try (var ops = new ProviderSide(401, "{\"title\":\"Login failed\"}")) {
            var ran = bench(ops, "hold", "alpha", "--reason", "thử", "--ops", ops.url());

            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).startsWith("no password: set $GATEWAY_OPS_PASSWORD");
        }
    }
}
