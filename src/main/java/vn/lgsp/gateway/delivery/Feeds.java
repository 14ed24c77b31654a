package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.attachment.Attachment;
import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Reply;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Service.Feed;
import vn.lgsp.gateway.delivery.Outcome.Delivered;
import vn.lgsp.gateway.delivery.Outcome.Rejected;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Outcome.Unknown;
import vn.lgsp.gateway.ledger.Attachments;
import vn.lgsp.gateway.ledger.Cut;
import vn.lgsp.gateway.ledger.Entry;
import vn.lgsp.gateway.ledger.Ids;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.Recurring;
import vn.lgsp.gateway.ledger.Transaction;

/** Pulls providers' feeds from a durable cursor: each item becomes one transaction, once, however often it is shown. */
@Component
public class Feeds implements Recurring.Source {
    private static final Logger log = LoggerFactory.getLogger(Feeds.class);
    private static final int PAGES = 100;
    /** In characters: whatever they are, PostgreSQL's index holds it (2704 bytes). */
    private static final int LONGEST_NAME = 500;

    private final Catalogue catalogue;
    private final Courier courier;
    private final Routes routes;
    private final Settlement settlement;
    private final Ledger ledger;
    private final Attachments attachments;
    private final DeliveryQueue queue;
    private final Ids ids;
    private final Clock clock;

    Feeds(Catalogue catalogue, Courier courier, Routes routes, Settlement settlement, Ledger ledger,
            Attachments attachments, DeliveryQueue queue, Ids ids, Clock clock) {
        this.catalogue = catalogue;
        this.courier = courier;
        this.routes = routes;
        this.settlement = settlement;
        this.ledger = ledger;
        this.attachments = attachments;
        this.queue = queue;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public List<Recurring.Job> jobs() {
        return catalogue.services().values().stream().filter(service -> service.links().feed().isPresent()).map(
                service -> new Recurring.Job("feed-" + service.id(), service.links().feed().orElseThrow().every(),
                        () -> poll(service.id())))
                .toList();
    }

    /** Asks the provider for what is new, page by page, and hands it over; a failure leaves the cursor where it was. */
    public void poll(String id) {
        catalogue.service(id).ifPresent(service -> service.links().feed().ifPresent(feed -> {
            for (int page = 0; page < PAGES && routes.started() && pull(service, feed); page++) {
                queue.ring(service.call().destination().name());
            }
        }));
    }

    /** One page; true when there may be more. */
    private boolean pull(Service service, Feed feed) {
        var cursor = ledger.cursor(service.id());
        var trip = courier.send(question(service, cursor));
        var more = taken(service, feed, cursor, trip);
        if (service.partsBodies()) {
            // those that no item brought, or only one that was handed over before
            attachments.discard(Parted.in(trip.answer()).stream().map(Attachment::id).toList());
        }
        return more;
    }

    private boolean taken(Service service, Feed feed, Optional<String> cursor, Trip trip) {
        return switch (trip.outcome()) {
            case Delivered(var answer) -> delivered(service, feed, cursor, answer.document());
            case Rejected(var code, var reason) -> failed(service, code, reason);
            case Unavailable(var code, var reason, _, _, _) -> failed(service, code, reason);
            case Unknown(var code, var reason) -> failed(service, code, reason);
        };
    }

    private boolean delivered(Service service, Feed feed, Optional<String> cursor, @Nullable Object answer) {
        try {
            var selected = feed.items().evaluate(answer, settings(service));
            if (selected == null) {
                return failed(service, "no-items",
                        "`items` selects nothing of the answer; where that is how it says that there is nothing new, let "
                                + "`items` give an empty list: list ? list : []");
            }
            var items = selected instanceof Collection<?> many
                    ? new ArrayList<Object>(many)
                    : List.<Object>of(selected);
            var next = items.isEmpty() ? null : feed.cursor().text(items.getLast(), settings(service));
            ledger.write(new Entry.Fed(service.id(), next, clock.instant(), handOver(service, feed, items)));
            return next != null && !next.equals(cursor.orElse(null));
        } catch (MappingFailed broken) {
            return failed(service, "mapping-failed", String.valueOf(broken.getMessage()));
        }
    }

    private boolean failed(Service service, String code, String reason) {
        log.warn("feed.failed service={} code={} reason={}", service.id(), code, reason);
        ledger.feedFailed(service.id(), clock.instant(), code + ": " + reason);
        return false;
    }

    private Parcel question(Service service, Optional<String> cursor) {
        var source = source(service).orElseThrow();
        var asked = new HashMap<String, Object>();
        cursor.ifPresent(value -> asked.put("cursor", value));
        var transaction = new Transaction(ids.next(), source.id(), service.connector(), "NOW", null, null, null, clock
                .instant(), null, service.version(), null, Origin.FEED);
        return Parcel.first(source, transaction, asked, Json.write(asked));
    }

    private List<Entry.Item> handOver(Service service, Feed feed, List<Object> items) {
        return items.stream().map(item -> new Entry.Item(name(service, feed, item), settlement
                .open(service, null, Origin.FEED, service.connector(), key(service, item), Json.keep(item),
                        Duration.ZERO)))
                .toList();
    }

    /** An item the provider gave no name is known by what it says, and one whose name is too long by its fingerprint. */
    private static String name(Service service, Feed feed, Object item) {
        var name = feed.id().text(item, settings(service));
        if (name == null) {
            return UUID.nameUUIDFromBytes(Json.write(Attachment.labelled(item))).toString();
        }
        return name.length() > LONGEST_NAME ? DigestUtils.sha256Hex(name) : name;
    }

    private static @Nullable String key(Service service, Object item) {
        return service.entry().key().map(key -> key.text(item, settings(service))).map(Cut::businessKey).orElse(null);
    }

    private static Map<String, Object> settings(Service service) {
        return Map.of("settings", service.settings());
    }

    /** The poll as a service of its own: it has its route, its session and its breaker like any other. */
    static Optional<Service> source(Service service) {
        return service.links().feed().map(feed -> new Service(service.id() + ".poll", service.title(), service
                .connector(), service.version(), service.settings(), Reply.NOW, Effect.READ, service.entry(),
                new Service.Call(feed.source(), feed.method(), feed.path(), Optional.of(feed.request()), Optional
                        .empty(), feed.verdicts(), true, Optional.empty(), Optional.empty(), Optional.empty(), false,
                        feed.source().format(), service.entry().attachments(), feed.source().signatures()),
                service.schedule(),
                service.links()));
    }
}
