package vn.lgsp.gateway.sandbox.post;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Json;

/**
 * The post's orders and the feed of their events, under one lock. Events come to be when somebody looks: those that are
 * due by then, in the order of their times, so that ids only grow.
 */
final class Orders {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
            .withZone(ZoneId.of("Asia/Ho_Chi_Minh"));

    private record Due(Instant at, long turn, Entry entry, Progress step) {}

    /** One event of the feed. */
    record Event(String id, String customer, String number, String item, Progress progress, Instant at) {

        /** As RESTHeart gives it. */
        Map<String, Object> document() {
            return Json.object("_id", Json.object("$oid", id), "CustomerCode", customer, "OrderNumber", number,
                    "EventTime", TIME.format(at), "POSID", "560000", "ItemCode", item, "StatusCode", progress.code(),
                    "StatusMessage", progress.text(), "Notes", "");
        }
    }

    private static final class Entry {
        private final String customer;
        private final String number;
        private final String item;
        private Progress progress = Progress.ACCEPTED;
        private int repeats;
        private int cancels;
        private final List<String> events = new ArrayList<>();

        private Entry(String customer, String number, String item) {
            this.customer = customer;
            this.number = number;
            this.item = item;
        }

        private Order shown() {
            return new Order(number, item, 1, repeats, cancels, List.copyOf(events));
        }
    }

    private final InstantSource clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(
            Comparator.comparing(Due::at).thenComparingLong(Due::turn));
    private final List<Event> feed = new ArrayList<>();
    private Duration step;
    private long turn;
    private long lastSecond;

    Orders(InstantSource clock, Duration step) {
        this.clock = clock;
        this.step = step;
    }

    synchronized void step(Duration time) {
        step = time;
    }

    /** False when an order of that number is there already; then nothing changes. */
    synchronized boolean create(JsonNode order) {
        var number = Json.text(order, "OrderNumber");
        var there = entries.get(number);
        if (there != null) {
            there.repeats++;
            return false;
        }
        var given = Json.text(order, "ItemCode");
        var item = given.isEmpty() ? "EH%09dVN".formatted(entries.size() + 1) : given;
        var entry = new Entry(Json.text(order, "CustomerCode"), number, item);
        entries.put(number, entry);
        happen(entry, Progress.ACCEPTED, clock.instant());
        return true;
    }

    /** How a wish to cancel ended. */
    enum Cancel {
        DONE, DONE_BEFORE, TOO_LATE, UNKNOWN
    }

    synchronized Cancel cancel(String number) {
        grow();
        var entry = entries.get(number);
        if (entry == null) {
            return Cancel.UNKNOWN;
        }
        if (entry.progress == Progress.CANCELLED) {
            return Cancel.DONE_BEFORE;
        }
        if (entry.progress != Progress.ACCEPTED) {
            return Cancel.TOO_LATE;
        }
        entry.cancels++;
        happen(entry, Progress.CANCELLED, clock.instant());
        return Cancel.DONE;
    }

    /** Lets the next event of an order happen now; false when there is none. */
    synchronized boolean advance(String number) {
        grow();
        var entry = entries.get(number);
        if (entry == null || entry.progress.last()) {
            return false;
        }
        happen(entry, entry.progress.next(), clock.instant());
        return true;
    }

    /** Events after an id, and {@code again} that were given before. */
    synchronized List<Event> after(String lastId, int size, int again) {
        grow();
        var from = 0;
        var to = feed.size();
        while (from < to) {
            var middle = (from + to) >>> 1;
            if (feed.get(middle).id().compareTo(lastId) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        var start = Math.max(0, from - again);
        return List.copyOf(feed.subList(start, Math.min(feed.size(), from + size)));
    }

    synchronized int events() {
        grow();
        return feed.size();
    }

    /** No event will come by itself any more. */
    synchronized boolean over() {
        grow();
        return due.isEmpty();
    }

    synchronized Optional<Order> find(String number) {
        grow();
        return Optional.ofNullable(entries.get(number)).map(Entry::shown);
    }

    synchronized List<Order> all() {
        grow();
        return entries.values().stream().map(Entry::shown).toList();
    }

    synchronized void clear() {
        entries.clear();
        due.clear();
        feed.clear();
    }

    private void grow() {
        var now = clock.instant();
        for (var next = due.peek(); next != null && !next.at().isAfter(now); next = due.peek()) {
            due.remove();
            if (next.entry().progress.next() == next.step() && !next.entry().progress.last()) {
                happen(next.entry(), next.step(), next.at());
            }
        }
    }

    private void happen(Entry entry, Progress progress, Instant at) {
        entry.progress = progress;
        entry.events.add(progress.code());
        feed.add(new Event(id(at), entry.customer, entry.number, entry.item, progress, at));
        if (!progress.last()) {
            due.add(new Due(at.plus(step), turn++, entry, progress.next()));
        }
    }

    /** Like an ObjectId: seconds, a machine, a counter; later ones are greater. */
    private String id(Instant at) {
        lastSecond = Math.max(lastSecond, at.getEpochSecond());
        return "%08x%010x%06x".formatted(lastSecond, 0x5a4d_b0c0L, feed.size() + 1);
    }
}
