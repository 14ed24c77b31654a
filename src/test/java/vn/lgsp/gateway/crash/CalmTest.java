package vn.lgsp.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.Operator;
import vn.lgsp.gateway.journey.Wire;

/** However a harm was left that could not be undone at once, the run goes on from a world that works. */
@Tag("crash")
class CalmTest {
    private final Path place = Path.of("target", "crash", "calm-" + UUID.randomUUID()).toAbsolutePath();
    private final Fleet fleet = new Fleet(1);
    private final Wire entrance = Wire.toAnyOf(fleet::next);
    private final Countryside country = new Countryside(fleet.url(entrance.port()));
    private final DurableServer server = new DurableServer(place, Optional.empty(), Map.of());
    private final Staff staff = new Staff(fleet, server, place.resolve("connectors"));
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Calm calm = new Calm(fleet, server, country, staff, busy, System.out::println);

    @AfterEach
    void close() {
        fleet.close();
        entrance.close();
        country.close();
        server.close();
    }

    @Test
    void a_gateway_that_died_of_its_database_a_database_that_is_down_and_a_destination_that_is_held() {
        fleet.start(place, server, country.environment(), "--gateway.ops.password=" + Operator.PASSWORD);
        var node = fleet.nodes().getFirst();
        staff.hold("payment");
        assertThat(hold(node)).isNotNull();
        server.kill();
        node.process().kill();
        node.process().restart();
        await().atMost(Duration.ofMinutes(2)).until(() -> !node.process().alive());

        calm.come(Calm.BOUND);

        assertThat(server.revived()).isTrue();
        assertThat(node.process().takesRequests()).isTrue();
        assertThat(hold(node)).isNull();
    }

    @Test
    void a_calm_that_does_not_come_says_why() {
        busy.add("postgres");

        assertThatThrownBy(() -> calm.come(Duration.ofSeconds(1))).isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("no calm", "postgres", "hold-payment");
    }

    private static @Nullable Object hold(Fleet.Node node) {
        return new Operator(node.process().opsUrl()).destination("payment").get("hold");
    }
}
