package vn.lgsp.gateway.intake;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import vn.lgsp.gateway.delivery.Outcome.Content;

/**
 * Replies of reads that change rarely (catalogues, procedures), as many as have room in the memory they may take. Their age
 * is told to the caller.
 */
@Component
@EnableConfigurationProperties(IntakeSettings.class)
class ReplyCache {
    /** What an entry takes besides its texts. */
    private static final int ENTRY = 200;

    private final Cache<String, Kept> replies;
    private final Duration stale;
    private final Clock clock;

    ReplyCache(IntakeSettings settings, Clock clock) {
        this.replies = Caffeine.newBuilder().maximumWeight(settings.cached().toBytes()).weigher((String key,
                Kept kept) -> ENTRY + key.length() + kept.bytes.length).build();
        this.stale = settings.stale();
        this.clock = clock;
    }

    /** @param at when the provider gave it */
    record Kept(byte[] bytes, String mediaType, Instant at) {
        Content reply() {
            return new Content(null, bytes, mediaType);
        }

        long age(Clock clock) {
            return Duration.between(at, clock.instant()).toSeconds();
        }
    }

    Optional<Kept> fresh(Ticket ticket) {
        return cached(ticket).flatMap(time -> within(ticket, time));
    }

    /** A reply past its time, for when the provider does not answer. */
    Optional<Kept> stale(Ticket ticket) {
        return cached(ticket).flatMap(time -> within(ticket, time.plus(stale)));
    }

    /** Recorded answers are not for others, nor others' for who asked for a recorded one. */
    private static Optional<Duration> cached(Ticket ticket) {
        return ticket.service().call().cache().filter(time -> !ticket.transaction().inSandbox());
    }

    private Optional<Kept> within(Ticket ticket, Duration time) {
        return Optional.ofNullable(replies.getIfPresent(key(ticket))).filter(kept -> kept.at.plus(time).isAfter(clock
                .instant()));
    }

    void keep(Ticket ticket, Content reply) {
        if (cached(ticket).isPresent()) {
            replies.put(key(ticket), new Kept(reply.bytes(), reply.mediaType(), clock.instant()));
        }
    }

    private static String key(Ticket ticket) {
        return ticket.service().id() + "\u0000" + ticket.service().version() + "\u0000" + new String(ticket.body(),
                StandardCharsets.UTF_8);
    }
}
