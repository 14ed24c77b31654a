package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;

/** What a service declares to happen once is marked from the second time on; what has no key of that kind is never a second. */
@Aside
class OnceTest {
    private static GatewayStage stage;

    private final String word = Story.key();

    @BeforeAll
    static void start() {
        stage = GatewayStage.start("--POSTAL_POLL=1h", new Declarations().file("postal/connector.yaml",
                text -> text.replace("  postal.create-order:\n", """
                          postal.create-order:
                            once: { when: 'true', key: '$contains(noiDung, "một lần") ? noiDung', mark: second }
                        """)).setting());
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    private @Nullable String mark(String words) {
        var story = new Story(stage);
        var order = new HashMap<>(Samples.order(story.number()));
        order.put("noiDung", words);
        return story.view(story.accepted("/api/postal/v1/orders", order)).mark();
    }

    @Test
    void the_second_of_a_key_is_marked_and_the_first_is_not() {
        assertThat(mark("một lần " + word)).isNull();
        assertThat(mark("một lần " + word)).isEqualTo("second");
        assertThat(mark("một lần khác " + word)).isNull();
    }

    @Test
    void those_whose_key_selects_nothing_are_not_the_same_thing_twice() {
        assertThat(mark("gửi kết quả")).isNull();
        assertThat(mark("gửi kết quả")).isNull();
    }
}
