package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.ledger.State;

/** A callback is the last that is heard of a transaction, whatever its service declares to come after it. */
@Aside
class CallbackEndsTest {
    @Test
    void nothing_follows_a_callback_for_its_end_would_be_told_by_another() throws IOException {
        try (var stage = new SwapStage(root -> {
            var folder = root.resolve("config/connectors/one-stop");
            Files.writeString(folder.resolve("mapping/one-stop.notify.follow.jsonata"),
                    "{ \"maHoSo\": request.data.businessKey }");
            var declaration = folder.resolve("connector.yaml");
            Files.writeString(declaration, Files.readString(declaration).replaceFirst("(?m)^  one-stop.notify:.*$",
                    "$0\n    follow: dvcqg.find-dossier"));
        })) {
            var story = new Story(stage.gateway);
            story.becomes(story.dossier(), State.DELIVERED);

            await().atMost(Story.PATIENCE).until(() -> story.all().stream().anyMatch(one -> one.service().equals(
                    "one-stop.notify") && one.state() == State.DELIVERED));

            assertThat(story.all()).extracting(one -> one.service()).containsExactly("dvcqg.sync-dossier",
                    "one-stop.notify");
        }
    }
}
