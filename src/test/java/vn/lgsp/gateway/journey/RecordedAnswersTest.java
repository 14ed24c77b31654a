package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Yaml;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.ledger.LedgerSearch;

/** Each case of each connector answers who tries its service out, as it says, and no provider hears of it. */
class RecordedAnswersTest {
    private static GatewayStage stage;
    private static OneStopClient trial;

    @BeforeAll
    static void start() {
        stage = GatewayStage.start("--POSTAL_POLL=1h",
                "--gateway.caller.file=src/test/resources/intake/callers.yaml");
        trial = new OneStopClient(stage.url(), SandboxCallerTest.TRIAL);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    private record Recording(String name, Service service, Map<?, ?> values) {
        /** That a page of HTML leaves the outcome of a write open is the case's word: it counts as not available. */
        List<String> outcomes() {
            var status = String.valueOf(((Map<?, ?>) Objects.requireNonNull(values.get("replies"))).get("status"));
            return status.equals("UNKNOWN") ? List.of(status, "UNAVAILABLE") : List.of(status);
        }
    }

    /** Those that a caller can send: not what the gateway itself sends, nor what proves itself by a secret. */
    private static List<Recording> stories() throws IOException {
        var services = stage.bean(Catalogue.class).services();
        var stories = new ArrayList<Recording>();
        try (var files = Files.walk(Path.of("config/connectors"))) {
            for (var file : files.filter(one -> one.getParent().endsWith("cases")).sorted().toList()) {
                var values = (Map<?, ?>) Objects.requireNonNull(Yaml.read(file.toString(), Files.readString(file),
                        new Faults()).value());
                var service = Objects.requireNonNull(services.get(String.valueOf(values.get("service"))));
                if (values.containsKey("answers") && !values.containsKey("together") && !values.containsKey("followed")
                        && !values.containsKey("matched") && service.entry().operation().isPresent() && service.entry()
                                .inbound().isEmpty()) {
                    stories.add(new Recording(file.getFileName().toString().replace(".yaml", ""), service, values));
                }
            }
        }
        return stories;
    }

    private static Reply asked(Recording story) {
        var operation = story.service.entry().operation().orElseThrow();
        var given = new LinkedHashMap<String, Object>();
        if (story.values.get("given") instanceof Map<?, ?> all) {
            all.forEach((name, value) -> given.put(String.valueOf(name), value));
        }
        var path = operation.path();
        for (var parameter : operation.parameters()) {
            if (parameter.in().equals("path")) {
                path = path.replace("{" + parameter.name() + "}", encoded(given.get(parameter.name())));
            }
        }
        if (operation.method().equals("GET")) {
            var query = new ArrayList<String>();
            operation.parameters().stream().filter(one -> one.in().equals("query") && given.get(one.name()) != null)
                    .forEach(one -> query.add(one.name() + "=" + encoded(given.get(one.name()))));
            path += query.isEmpty() ? "" : "?" + String.join("&", query);
        }
        var body = operation.method().equals("GET") ? null : Json.write(given);
        return trial.send(operation.method(), "/api/" + story.service.connector() + "/v1" + path, body,
                "Idempotency-Key", UUID.randomUUID().toString(), "Sandbox-Case", story.name);
    }

    private static String encoded(@Nullable Object value) {
        return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8);
    }

    /** What its last call came to. */
    private static String came(Reply reply) {
        var id = UUID.fromString(String.valueOf(reply.header("Transaction-Id")));
        var search = stage.bean(LedgerSearch.class);
        var attempts = await().atMost(Story.PATIENCE).pollInterval(Duration.ofMillis(15)).until(
                () -> search.attempts(id),
                all -> !all.isEmpty());
        // what waits for another attempt must not keep the next of its dossier waiting
        stage.sql().sql("delete from delivery where lease_owner is null").update();
        var outcome = attempts.getLast().outcome();
        return outcome.equals("EXPIRED_SESSION") ? "UNAVAILABLE" : outcome;
    }

    @Test
    void every_case_answers_as_it_says() throws IOException {
        var stories = stories();
        var wrong = new TreeMap<String, String>();
        for (var story : stories) {
            var reply = asked(story);
            var came = came(reply);
            if (!story.name.equals(reply.header("Sandbox-Case")) || !story.outcomes().contains(came)) {
                wrong.put(story.service.id() + " " + story.name, came + ": " + reply);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(stories).hasSizeGreaterThan(150);
        assertThat(stage.sandbox().state(0)).allSatisfy((system, state) -> assertThat(state.toString()).contains(
                "calls={}"));
    }
}
