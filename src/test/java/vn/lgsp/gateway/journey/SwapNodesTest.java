package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.lgsp.gateway.journey.SwapStage.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.connector.Serving;
import vn.lgsp.gateway.swap.OldVersions;

/** What the database keeps of connectors: nodes without folders serve it, and it is not kept for ever. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Aside
class SwapNodesTest {
    private static Neighbour neighbour;
    private static SwapStage stage;

    @BeforeAll
    static void start() throws IOException {
        neighbour = new Neighbour("application/json", _ -> "{}");
        stage = new SwapStage(root -> neighbour.declare(root, ""), "--gateway.ledger.node=first",
                "--gateway.swap.kept=2", "--gateway.swap.kept-for=2h");
    }

    @AfterAll
    static void stop() {
        stage.close();
        neighbour.close();
    }

    private static Map<String, String> served(GatewayStage node) {
        var versions = new TreeMap<String, String>();
        node.bean(Serving.class).connectors().forEach((name, connector) -> versions.put(name, connector.version()));
        return versions;
    }

    /** A node's own files: schemas, templates and callers, and no connector. */
    private static Path bare() throws IOException {
        var at = Files.createTempDirectory(stage.root, "node");
        SwapStage.copy(stage.root.resolve("config"), at.resolve("config"));
        SwapStage.copy(stage.root.resolve("contracts"), at.resolve("contracts"));
        SwapStage.delete(at.resolve("config/connectors"));
        return at;
    }

    @Test
    @Order(1)
    void a_node_without_any_folder_serves_what_the_database_keeps_and_follows() throws IOException {
        try (var second = stage.another(bare(), "second")) {
            assertThat(served(second)).isEqualTo(served(stage.gateway));
            assertThat(second.oneStop().get("/api/extra/v1/things").status()).isEqualTo(200);
            var next = stage.served("extra", text -> text + "# changed at the first\n");
            soon().until(() -> SwapStage.version(second, "extra").equals(next));
            assertThat(second.oneStop().get("/api/extra/v1/things").status()).isEqualTo(200);
        }
        assertThat(served(stage.gateway)).containsKeys("dvcqg", "extra");
    }

    @Test
    @Order(2)
    void a_node_with_broken_folders_only_serves_the_last_good_ones_and_says_so() throws IOException {
        var at = bare();
        Files.createDirectories(at.resolve("config/connectors/extra"));
        Files.writeString(at.resolve("config/connectors/extra/connector.yaml"), "connector: [extra\n");
        try (var second = stage.another(at, "second")) {
            assertThat(served(second)).isEqualTo(served(stage.gateway));
            assertThat(new Operator(second).get("/actuator/health").toString()).contains("faulty since",
                    "extra/connector.yaml:");
            assertThat(second.oneStop().get("/api/extra/v1/things").status()).isEqualTo(200);
        }
    }

    @Test
    @Order(3)
    void a_node_with_neither_folders_nor_a_database_that_keeps_some_does_not_start() {
        assertThatThrownBy(() -> GatewayStage.start(SwapStage.settings(bare())).close()).rootCause()
                .hasMessageContaining("neither the folders nor the database hold a connector");
    }

    @Test
    @Order(4)
    void nodes_that_go_by_different_callers_are_told() throws IOException {
        var at = bare();
        var callers = at.resolve("config/callers.yaml");
        Files.writeString(callers, Files.readString(callers) + "# one key less\n");
        try (var second = stage.another(at, "second")) {
            soon().until(() -> stage.health().contains("different files"));
            assertThat(stage.health()).containsPattern("first [0-9a-f]{12}").containsPattern("second [0-9a-f]{12}");
            assertThat(stage.operator.get("/ops/connectors").get("callers")).isNotNull();
            Files.copy(stage.root.resolve("config/callers.yaml"), callers,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            soon().until(() -> stage.operator.get("/ops/connectors").get("callers") == null);
            assertThat(second.oneStop().get("/api/extra/v1/things").status()).isEqualTo(200);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> kept() {
        return ((List<Map<String, Object>>) Objects.requireNonNull(stage.operator.get("/ops/connectors/extra/versions")
                .get("versions"))).stream().map(row -> String.valueOf(row.get("version"))).toList();
    }

    @Test
    @Order(5)
    void old_versions_are_forgotten_but_for_the_last_and_those_that_work_ran_with() {
        var all = new ArrayList<String>();
        for (int n = 1; n <= 6; n++) {
            var number = n;
            all.add(stage.served("extra", text -> text + "# number " + number + "\n"));
            if (n == 2) {
                stage.operator.hold("extra", "a test");
                assertThat(stage.post("/api/extra/v1/things", Map.of("n", 1)).status()).isEqualTo(202);
            }
        }

        stage.gateway.bean(OldVersions.class).forget();
        assertThat(kept()).containsAll(all);
        stage.gateway.pass(Duration.ofHours(3));
        stage.gateway.bean(OldVersions.class).forget();

        assertThat(kept()).containsExactlyInAnyOrder(all.get(1), all.get(4), all.get(5));
        var rollback = Map.of("version", all.get(0), "reason", "it is gone");
        assertThat(stage.operator.post("/ops/connectors/extra/rollback", rollback).status()).isEqualTo(404);
        assertThat(stage.operator.post("/ops/connectors/extra/rollback", Map.of("version", all.get(4), "reason",
                "it is kept")).status()).isEqualTo(200);
        assertThat(served(stage.gateway)).containsKey("postal");
    }
}
