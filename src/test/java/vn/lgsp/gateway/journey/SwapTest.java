package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.journey.SwapStage.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.connector.Serving;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.sandbox.wire.Fault;

/** Connectors and callers change while the gateway runs: nobody's request fails by it, and all nodes serve the same. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Aside
class SwapTest {
    private static final String PROCEDURE = "/api/dvcqg/v1/procedures/1.001193";
    private static Path root;
    private static SwapStage swapping;
    private static GatewayStage stage;
    private static Operator operator;

    @BeforeAll
    static void start() throws IOException {
        swapping = new SwapStage();
        root = swapping.root;
        stage = swapping.gateway;
        operator = swapping.operator;
    }

    @AfterAll
    static void stop() {
        swapping.close();
    }

    private static void edit(String file, UnaryOperator<String> change) {
        swapping.edit(file, change);
    }

    private static void title(String words) {
        edit("config/connectors/dvcqg/connector.yaml", text -> text.replaceAll("en: Is a dossier known[^}]*",
                "en: Is a dossier known " + words + " "));
    }

    private static String version(GatewayStage of) {
        return SwapStage.version(of, "dvcqg");
    }

    private static String another(GatewayStage of, String before) {
        return soon().until(() -> version(of), now -> !now.equals(before));
    }

    private static Map<String, Object> connector(String name) {
        return swapping.row(name);
    }

    private static Reply rollback(String version) {
        return operator.post("/ops/connectors/dvcqg/rollback",
                Map.of("version", version, "reason", "the new one fails"));
    }

    private static String ran(Reply reply) {
        return stage.sql().sql("select version from transaction where id = :id").param("id", UUID.fromString(Objects
                .requireNonNull(reply.header("Transaction-Id")))).query(String.class).single();
    }

    @Test
    @Order(1)
    void a_changed_folder_is_served_by_itself_and_each_transaction_tells_its_version() {
        var before = version(stage);
        var first = stage.oneStop().get(PROCEDURE);

        title("now");
        var after = another(stage, before);
        var second = stage.oneStop().get(PROCEDURE);

        assertThat(ran(first)).isEqualTo(before);
        assertThat(ran(second)).isEqualTo(after);
        assertThat(second.status()).isEqualTo(200);
        // what the old version was answered is not the new one's answer
        assertThat(second.header("Age")).isEqualTo("0");
        assertThat(connector("dvcqg")).containsEntry("version", after).containsEntry("failing", null);
    }

    @Test
    @Order(2)
    void a_broken_folder_leaves_the_last_good_version_and_says_where_and_since_when() {
        var before = version(stage);

        edit("config/connectors/dvcqg/connector.yaml", text -> text.replace("  timeout: 30s", "  timeuot: 30s"));
        soon().until(() -> connector("dvcqg").get("failing") != null);

        assertThat(version(stage)).isEqualTo(before);
        assertThat(stage.oneStop().get(PROCEDURE).status()).isEqualTo(200);
        var row = connector("dvcqg");
        assertThat(row.get("faults").toString()).contains("config/connectors/dvcqg/connector.yaml:", "timeuot");
        assertThat(row.get("failing").toString()).contains("faulty", "since");
        assertThat(operator.get("/actuator/health").toString()).contains("faulty since", "timeuot");
        edit("config/connectors/dvcqg/connector.yaml", text -> text.replace("timeuot", "timeout"));
        soon().until(() -> connector("dvcqg").get("failing") == null);
    }

    @Test
    @Order(3)
    void what_waited_while_its_connector_changed_tells_the_version_that_delivered_it() {
        var before = version(stage);
        operator.post("/ops/destinations/dvcqg/hold", Map.of("reason", "a test"));
        var waiting = UUID.fromString(stage.oneStop().post("/api/dvcqg/v1/dossiers", Samples.dossier(GatewayStage
                .dossierNumber()), "Idempotency-Key", Story.key()).text("transactionId"));

        title("in between");
        var after = another(stage, before);
        operator.resume("dvcqg");

        soon().until(() -> stage.sql().sql("select state || ' ' || version from transaction where id = :id").param("id",
                waiting).query(String.class).single().equals("DELIVERED " + after));
    }

    @Test
    @Order(3)
    void a_rollback_takes_less_than_five_seconds_and_the_folder_does_not_undo_it() {
        var old = version(stage);
        title("twice");
        var now = another(stage, old);

        var began = System.nanoTime();
        var reply = rollback(old);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(version(stage)).isEqualTo(old);
        assertThat(operator.get("/ops/connectors/dvcqg/versions").toString()).contains("rollback", "operator", now);
        assertThat(rollback("nonsense").status()).isEqualTo(404);
        soon().until(() -> String.valueOf(connector("dvcqg").get("failing")).contains("rolled-back"));
        // a node that begins with the folder that was left: it turns nobody back
        try (var second = swapping.another(root, "second")) {
            assertThat(version(second)).isEqualTo(old);
            assertThat(version(stage)).isEqualTo(old);
            // and both follow what is changed at one
            title("thrice");
            var newest = another(stage, old);
            soon().until(() -> version(second).equals(newest));
            assertThat(rollback(old).status()).isEqualTo(200);
            soon().until(() -> version(second).equals(old));
        }
        assertThat(rollback(now).status()).isEqualTo(200);
    }

    private static Map<String, Object> files(String name, UnaryOperator<String> declaration) throws IOException {
        var files = new LinkedHashMap<String, Object>();
        var folder = root.resolve("config/connectors/" + name);
        try (var all = Files.walk(folder)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                var path = folder.relativize(file).toString();
                var text = Files.readString(file);
                files.put(path, path.equals("connector.yaml") ? declaration.apply(text) : text);
            }
        }
        return Map.of("files", files);
    }

    @Test
    @Order(4)
    void an_operator_applies_a_version_or_is_told_its_faults() throws IOException {
        var before = version(stage);
        var good = files("dvcqg", text -> text.replace("timeout: 30s", "timeout: 29s"));
        var bad = files("dvcqg", text -> text.replace("reply: now", "reply: nwo"));

        var refused = operator.post("/ops/connectors/dvcqg/versions?reason=a%20test", bad);
        var plan = operator.post("/ops/connectors/dvcqg/versions?check=true", good);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.toString()).contains("connector-faulty", "connector.yaml:");
        assertThat(plan.toString()).contains("dvcqg.find-dossier");
        assertThat(version(stage)).isEqualTo(before);
        var applied = operator.post("/ops/connectors/dvcqg/versions?reason=a%20test", good);
        assertThat(applied.status()).as(applied.toString()).isEqualTo(200);
        assertThat(version(stage)).isEqualTo(applied.text("version")).isNotEqualTo(before);
        assertThat(stage.bean(Serving.class).connectors().get("dvcqg").provider().timeout()).hasSeconds(29);
    }

    @Test
    @Order(5)
    void a_new_connector_appears_and_when_it_goes_its_work_waits_for_its_return() throws IOException {
        var folder = root.resolve("config/connectors/extra");
        Files.createDirectories(folder.resolve("schema"));
        Files.writeString(folder.resolve("connector.yaml"), """
                connector: extra
                title: { vi: Thêm, en: Extra }
                owner: A test
                provider: { url: "${POSTAL_URL}" }
                services:
                  extra.send:
                    title: { vi: Gửi, en: Send }
                    reply: later
                    effect: write
                    target: POST /nowhere
                    expires: 3d
                """);
        Files.writeString(folder.resolve("schema/extra.send.request.json"), "{\"type\": \"object\"}");
        Files.writeString(root.resolve("contracts/extra.openapi.yaml"), """
                openapi: 3.1.1
                info: { title: Extra, version: "1" }
                servers: [{ url: /api/extra/v1 }]
                paths:
                  /things:
                    post:
                      operationId: extra.send
                      parameters: [{ name: Idempotency-Key, in: header, required: true, schema: { type: string } }]
                      requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
                      responses: { "202": { description: Accepted } }
                """);
        edit("config/callers.yaml", text -> text.replaceFirst("services: \\[", "services: [extra.*, "));

        var sent = soon().until(() -> stage.oneStop().post("/api/extra/v1/things", Map.of("n", 1), "Idempotency-Key",
                Story.key()), reply -> reply.status() == 202);
        var id = UUID.fromString(Objects.requireNonNull(sent.text("transactionId")));
        assertThat(operator.post("/ops/destinations/extra/hold", Map.of("reason", "a test")).status()).isEqualTo(200);
        var waiting = UUID.fromString(stage.oneStop().post("/api/extra/v1/things", Map.of("n", 2), "Idempotency-Key",
                Story.key()).text("transactionId"));
        assertThat(operator.post("/ops/connectors/extra/remove", Map.of("reason", "no longer")).status())
                .isEqualTo(200);

        assertThat(stage.oneStop().post("/api/extra/v1/things", Map.of("n", 3)).status()).isEqualTo(404);
        soon().until(() -> "connector-removed".equals(stage.sql().sql("select parked from delivery where id = :id")
                .param("id", waiting).query(String.class).optional().orElse("")));
        assertThat(id).isNotEqualTo(waiting);
        var version = operator.get("/ops/connectors/extra/versions");
        @SuppressWarnings("unchecked")
        var kept = ((List<Map<String, Object>>) Objects.requireNonNull(version.get("versions"))).getFirst().get(
                "version");
        assertThat(operator.post("/ops/connectors/extra/rollback", Map.of("version", kept, "reason", "needed"))
                .status()).isEqualTo(200);
        operator.resume("extra");
        soon().until(() -> stage.sql().sql("select attempts + case when state = 'RECEIVED' then 0 else 1 end from "
                + "transaction where id = :id").param("id", waiting).query(Integer.class).single() > 0);
    }

    @Test
    @Order(6)
    void faulty_callers_leave_those_known_before() {
        edit("config/callers.yaml", text -> text.replaceFirst("quota: (\\d+)/s", "quota: $1 a second"));

        soon().until(() -> operator.get("/ops/connectors").get("callers") != null);

        assertThat(operator.get("/ops/connectors").get("callers").toString()).contains("refused=true", "callers.yaml:",
                "có dạng 200/s", "looks like 200/s");
        assertThat(stage.oneStop().get(PROCEDURE).status()).isEqualTo(200);
        edit("config/callers.yaml", text -> text.replace(" a second", "/s"));
        soon().until(() -> operator.get("/ops/connectors").get("callers") == null);
    }

    @Test
    @Order(6)
    void a_caller_that_may_call_what_does_not_exist_is_told_where_it_stands_and_what_was_meant() {
        swapping.grant("dvcqg.get-procedur, postl.*");

        soon().until(() -> String.valueOf(operator.get("/ops/connectors").get("callers")).contains("postl"));

        assertThat(operator.get("/ops/connectors").get("callers").toString())
                .containsPattern("callers\\.yaml:\\d+:\\d+")
                .contains("refused=false",
                        "there is no service `dvcqg.get-procedur` (did you mean `dvcqg.get-procedure`?)",
                        "không có dịch vụ `postl.*` (ý bạn là `postal.*`?)");
        assertThat(swapping.health()).contains("there is no service `postl.*`");
        assertThat(stage.oneStop().get(PROCEDURE).status()).isEqualTo(200);

        // and in the same look what else is wrong with the file as it is now
        edit("config/callers.yaml",
                text -> text.replaceFirst("quota: (\\d+)/s", "quota: $1 a second").replace("postl.*",
                        "pstal.*"));
        soon().until(() -> String.valueOf(operator.get("/ops/connectors").get("callers")).contains("pstal"));
        assertThat(operator.get("/ops/connectors").get("callers").toString()).contains("refused=true", "có dạng 200/s")
                .doesNotContain("postl");
        edit("config/callers.yaml", text -> text.replace(" a second", "/s").replace("dvcqg.get-procedur, pstal.*, ",
                ""));
        soon().until(() -> operator.get("/ops/connectors").get("callers") == null);
    }

    /** Slow enough that hundreds are under way at each moment, through both kinds of routes. */
    @Test
    @Order(7)
    void of_ten_thousand_requests_under_way_while_connectors_are_swapped_none_fails() throws Exception {
        edit("config/callers.yaml", text -> text.replaceAll("quota: \\d+/s", "quota: 100000/s"));
        edit("config/connectors/dvcqg/connector.yaml", text -> text.replace("${DVCQG_AT_ONCE:20}", "500").replace(
                "${DVCQG_RATE:50/s}", "5000/s").replaceFirst("(?m)^    cache: 24h\\n", ""));
        another(stage, version(stage));
        stage.sandbox().on("portal").set(Fault.slow(Duration.ofMillis(100)));
        var statuses = new ConcurrentHashMap<String, AtomicInteger>();
        var client = stage.oneStop();
        var places = new Semaphore(200);
        var swaps = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var swapping = Thread.startVirtualThread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    var before = version(stage);
                    title("n" + swaps.get());
                    try {
                        another(stage, before);
                    } catch (RuntimeException interrupted) {
                        return;
                    }
                    swaps.incrementAndGet();
                }
            });
            for (int i = 0; i < 10_000; i++) {
                places.acquire();
                threads.execute(() -> {
                    try {
                        var reply = client.get(PROCEDURE);
                        statuses.computeIfAbsent(reply.status() == 200 ? "200" : reply.toString(),
                                _ -> new AtomicInteger()).incrementAndGet();
                    } finally {
                        places.release();
                    }
                });
            }
            places.acquire(200);
            swapping.interrupt();
            swapping.join();
        }
        stage.sandbox().endFaults();

        assertThat(statuses).containsOnlyKeys("200");
        assertThat(statuses.get("200")).hasValue(10_000);
        assertThat(swaps).hasValueGreaterThan(3);
        assertThat(stage.sql().sql("select count(*) from transaction where state <> 'DELIVERED' and service = "
                + "'dvcqg.get-procedure'").query(Long.class).single()).isZero();
    }
}
