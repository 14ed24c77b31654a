package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.delivery.Outcome.Content;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.Transaction;

/** However many and however large the replies are, the memory they take has its bound. */
class ReplyCacheTest {
    private static final int LARGE = 100 * 1024;

    private final ReplyCache cache = new ReplyCache(new Binder(new MapConfigurationPropertySource(Map.of(
            "gateway.intake.cached", "1MB"))).bind("gateway.intake", IntakeSettings.class).get(), Clock.systemUTC());

    private static Ticket asks(int number) {
        var service = Stages.shared().bean(Catalogue.class).service("dvcqg.get-procedure").orElseThrow();
        var transaction = new Transaction(UUID.randomUUID(), service.id(), "one-stop", "NOW", null, null, null, Clock
                .systemUTC().instant(), null, service.version(), null, Origin.CALLER);
        return new Ticket(service, transaction, ("{\"maTTHC\":\"" + number + "\"}").getBytes(StandardCharsets.UTF_8),
                null, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Content reply(int size) {
        return new Content(Map.of("parsed", "it takes many times the memory of its text"), new byte[size],
                "application/json");
    }

    private long kept(int times) {
        return IntStream.range(0, times).filter(number -> cache.fresh(asks(number)).isPresent()).count();
    }

    @Test
    void large_replies_take_no_more_than_the_memory_they_may() {
        IntStream.range(0, 100).forEach(number -> cache.keep(asks(number), reply(LARGE)));

        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(kept(100)).isBetween(1L, 10L));
    }

    @Test
    void small_ones_are_all_kept_and_no_more_of_them_than_their_text() {
        IntStream.range(0, 100).forEach(number -> cache.keep(asks(number), reply(100)));

        assertThat(kept(100)).isEqualTo(100);
        assertThat(cache.fresh(asks(1)).orElseThrow().reply().document()).isNull();
    }
}
