package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.journey.SwapStage.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;

/** What people, editors and volumes do to folders while the gateway runs. */
@Aside
class SwapFoldersTest {
    private static Neighbour neighbour;
    private static SwapStage stage;
    private static volatile CountDownLatch held = new CountDownLatch(0);

    @BeforeAll
    static void start() throws IOException {
        neighbour = new Neighbour("application/json", call -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "{}";
        });
        stage = new SwapStage(root -> neighbour.declare(root, "atOnce: 1"));
    }

    @AfterAll
    static void stop() {
        stage.close();
        neighbour.close();
    }

    /** Looks go over all folders: what was there before another's change came has been looked at. */
    private static void looked() {
        stage.served("dvcqg", text -> text + "# one more look\n");
    }

    private static long came(int n) {
        return neighbour.calls().stream().filter(call -> call.body().equals("{\"n\":" + n + "}")).count();
    }

    @Test
    void what_a_deleted_folder_leaves_is_finished_or_waits_for_its_return() throws IOException {
        held = new CountDownLatch(1);
        var underWay = SwapStage.id(stage.post("/api/extra/v1/things", Map.of("n", 1)));
        soon().until(() -> came(1) == 1);
        var behind = SwapStage.id(stage.post("/api/extra/v1/things", Map.of("n", 2)));
        var version = stage.version("extra");
        var kept = Files.createTempDirectory(stage.root, "kept");
        SwapStage.copy(stage.connector("extra"), kept);

        SwapStage.delete(stage.connector("extra"));

        soon().until(() -> stage.version("extra").isEmpty());
        assertThat(stage.post("/api/extra/v1/things", Map.of("n", 3)).status()).isEqualTo(404);
        assertThat(stage.gateway.oneStop().transaction(behind.toString()).status()).isEqualTo(200);
        held.countDown();
        stage.delivered(underWay);
        soon().until(() -> Integer.valueOf(1).equals(stage.row("extra").get("waiting")));
        assertThat(stage.row("extra")).containsEntry("version", null).extractingByKey("since").isNotNull();
        assertThat(stage.health()).contains("1 deliveries wait for its return");
        // it comes back
        SwapStage.copy(kept, stage.connector("extra"));
        soon().until(() -> stage.version("extra").equals(version));
        stage.gateway.pass(java.time.Duration.ofMinutes(2));
        stage.delivered(behind);
        assertThat(stage.of(underWay, "version")).isEqualTo(version);
        assertThat(came(1)).isEqualTo(1);
        assertThat(came(2)).isEqualTo(1);
        assertThat(came(3)).isZero();
        soon().until(() -> stage.row("extra").get("failing") == null);
    }

    @Test
    void a_declaration_that_is_cut_off_or_gone_is_a_fault_and_no_removal() throws IOException {
        var version = stage.version("extra");
        var declaration = stage.connector("extra").resolve("connector.yaml");
        var text = Files.readString(declaration);

        Files.writeString(declaration, "");
        stage.faulty("extra", "holds nothing");
        Files.delete(declaration);
        stage.faulty("extra", "is missing");

        assertThat(stage.version("extra")).isEqualTo(version);
        assertThat(stage.gateway.oneStop().get("/api/extra/v1/things").status()).isEqualTo(200);
        Files.writeString(declaration, text);
        soon().until(() -> stage.row("extra").get("failing") == null);
        assertThat(stage.version("extra")).isEqualTo(version);
    }

    @Test
    void what_editors_leave_beside_files_is_no_change() throws IOException {
        var version = stage.version("extra");
        var folder = stage.connector("extra");
        for (var name : new String[]{ "connector.yaml~", ".connector.yaml.swp", "#connector.yaml#",
                "connector.yaml.bak",
                "schema/extra.do.request.json~", "schema/.extra.do.request.json.tmp" }) {
            Files.writeString(folder.resolve(name), "half of");
        }
        looked();

        assertThat(stage.version("extra")).isEqualTo(version);
        assertThat(stage.row("extra")).containsEntry("failing", null);
    }

    @Test
    void files_saved_one_after_the_other_are_served_when_they_agree() throws IOException {
        var version = stage.version("extra");
        stage.edit("config/connectors/extra/connector.yaml", text -> text + """
                  extra.more:
                    title: { vi: Nữa, en: More }
                    reply: now
                    effect: read
                    target: GET /v0/more
                """);
        stage.faulty("extra", "extra.more");
        assertThat(stage.version("extra")).isEqualTo(version);

        stage.edit("contracts/extra.openapi.yaml", text -> text + """
                  /more:
                    get:
                      operationId: extra.more
                      responses: { "200": { description: There } }
                """);
        stage.after("extra", version);

        assertThat(stage.gateway.oneStop().get("/api/extra/v1/more").status()).isEqualTo(200);
        assertThat(stage.row("extra")).containsEntry("failing", null);
    }

    @Test
    void a_folder_that_cannot_be_read_keeps_its_version_and_nobody_else_waits_for_it() throws IOException {
        var version = stage.version("extra");
        var loop = Files.createSymbolicLink(stage.connector("extra").resolve("loop"), Path.of("."));
        stage.faulty("extra", "cannot be read");

        looked();

        assertThat(stage.version("extra")).isEqualTo(version);
        Files.delete(loop);
        soon().until(() -> stage.row("extra").get("failing") == null);
    }

    /** A ConfigMap's volume: names are links through {@code ..data}, which is exchanged as a whole; folders may be links. */
    @Test
    void a_mounted_volume_is_followed_through_its_links() throws IOException {
        var folder = stage.connector("extra");
        var volume = Files.createDirectories(stage.root.resolve("volume"));
        SwapStage.copy(folder, volume.resolve("..1"));
        SwapStage.copy(folder, volume.resolve("..2"));
        Files.writeString(volume.resolve("..2/schema/extra.do.request.json"),
                "{\"type\": \"object\", \"required\": [\"word\"]}");
        Files.createSymbolicLink(volume.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(volume.resolve("connector.yaml"), Path.of("..data/connector.yaml"));
        Files.createSymbolicLink(volume.resolve("schema"), Path.of("..data/schema"));
        var version = stage.version("extra");
        SwapStage.delete(folder);
        Files.createSymbolicLink(folder, volume);
        looked();
        looked();
        assertThat(stage.version("extra")).isEqualTo(version);
        assertThat(stage.post("/api/extra/v1/deeds", Map.of("n", 4)).status()).isEqualTo(200);

        Files.createSymbolicLink(volume.resolve("..data_tmp"), Path.of("..2"));
        Files.move(volume.resolve("..data_tmp"), volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);

        stage.after("extra", version);
        assertThat(stage.post("/api/extra/v1/deeds", Map.of("n", 5)).status()).isEqualTo(422);
        assertThat(stage.post("/api/extra/v1/deeds", Map.of("word", "w")).status()).isEqualTo(200);
        Files.delete(folder);
        SwapStage.copy(volume.resolve("..1"), folder);
        soon().until(() -> stage.version("extra").equals(version));
    }
}
