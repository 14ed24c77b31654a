package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.Operations;
import vn.lgsp.gateway.intake.BatchItems.Item;
import vn.lgsp.gateway.problem.Problems;

/**
 * Takes many requests in one call. Each is checked, recorded and answered as if it had come alone; they are recorded side
 * by side, so that they share commits, but those of one business key in the order in which they stand.
 */
@Component
class BatchDoor {
    private static final Logger log = LoggerFactory.getLogger(BatchDoor.class);
    /** Of one batch, so that single requests get their share of the processors. */
    private static final int SIDE_BY_SIDE = 64;

    private final Enquiry enquiry;
    private final Callers callers;
    private final Catalogue catalogue;
    private final Inspection inspection;
    private final Intake intake;
    private final IntakeSettings.Batch settings;
    private final Semaphore places;

    BatchDoor(Enquiry enquiry, Callers callers, Catalogue catalogue, Inspection inspection, Intake intake,
            IntakeSettings settings) {
        this.enquiry = enquiry;
        this.callers = callers;
        this.catalogue = catalogue;
        this.inspection = inspection;
        this.intake = intake;
        this.settings = settings.batch();
        this.places = new Semaphore(settings.batch().atOnce());
    }

    Answer handle(Request request) throws IOException {
        return enquiry.answer(request, "POST", caller -> asked(request, caller));
    }

    private Answer asked(Request request, Caller caller) throws IOException {
        if (!places.tryAcquire()) {
            return enquiry.problem(request, Problems.busy());
        }
        try {
            var read = Bodies.read(request, settings.size().toBytes(), Bodies.JSON);
            return read.problem().isPresent()
                    ? enquiry.problem(request, read.problem().get())
                    : items(request, caller, BatchItems.of(read.bytes(), settings.items()));
        } catch (MalformedJson e) {
            return enquiry.problem(request, Problems.malformed(e.detail()));
        } finally {
            places.release();
        }
    }

    private Answer items(Request request, Caller caller, BatchItems batch) {
        if (!batch.faults().isEmpty()) {
            return enquiry.problem(request, Problems.invalid(batch.faults()));
        }
        var wait = callers.admit(caller, batch.items().size());
        if (wait.isPresent()) {
            return enquiry.problem(request, Problems.quotaExceeded(caller.quota()).retryAfter(wait.get().plusMillis(
                    999)));
        }
        var answers = new Answer[batch.items().size()];
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var room = new Semaphore(SIDE_BY_SIDE);
            for (var chain : chains(batch.items())) {
                threads.execute(() -> chain.forEach(item -> {
                    room.acquireUninterruptibly();
                    try {
                        answers[item.index()] = answer(request, caller, item);
                    } finally {
                        room.release();
                    }
                }));
            }
        }
        return answer(batch.items(), answers);
    }

    /** Items that must not overtake each other: of one business key, or with one idempotency key. */
    private List<List<Item>> chains(List<Item> items) {
        var chains = new ArrayList<List<Item>>();
        var known = new HashMap<String, List<Item>>();
        for (var item : items) {
            var twin = item.key() == null ? null : "key\u0000" + item.service() + "\u0000" + item.key();
            var order = catalogue.service(item.service()).flatMap(service -> inspection.orderKey(service, item.body())
                    .map(key -> "order\u0000" + service.connector() + "\u0000" + key)).orElse(null);
            var chain = twin != null && known.containsKey(twin) ? known.get(twin) : known.get(order);
            if (chain == null) {
                chain = new ArrayList<>();
                chains.add(chain);
            }
            chain.add(item);
            for (var name : new String[]{ twin, order }) {
                if (name != null) {
                    known.putIfAbsent(name, chain);
                }
            }
        }
        return chains;
    }

    private Answer answer(Request batch, Caller caller, Item item) {
        try {
            var service = catalogue.service(item.service()).filter(BatchItems::takes);
            if (!item.faults().isEmpty()) {
                return enquiry.problem(batch, Problems.invalid(item.faults(service.isPresent())));
            }
            return service.isEmpty()
                    ? enquiry.problem(batch, Problems.notInABatch(item.service()))
                    : intake.item(Request.ofItem(batch, service.get(), item), new Operations.Match(service.get(), Map
                            .of()), caller);
        } catch (IOException | RuntimeException | Error e) {
            // its neighbours have answers of their own
            log.error("batch.item-failed service={}", item.service(), e);
            return enquiry.problem(batch, Problems.fault());
        }
    }

    private static Answer answer(List<Item> items, Answer[] answers) {
        var rows = new ArrayList<Map<String, @Nullable Object>>(items.size());
        var accepted = 0;
        for (var item : items) {
            var answer = answers[item.index()];
            accepted += answer.status() < 300 ? 1 : 0;
            rows.add(row(item, answer));
        }
        var members = new LinkedHashMap<String, Object>();
        members.put("accepted", accepted);
        members.put("refused", items.size() - accepted);
        members.put("items", rows);
        return Answer.json(207, members);
    }

    private static Map<String, @Nullable Object> row(Item item, Answer answer) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("index", item.index());
        row.put("service", item.service());
        if (item.key() != null) {
            row.put("idempotencyKey", item.key());
        }
        row.put("status", answer.status());
        row.put("transactionId", answer.headers().get("Transaction-Id"));
        if (answer.headers().containsKey("Idempotency-Replayed")) {
            row.put("replayed", true);
        }
        row.put("answer", Json.read(answer.body()));
        return row;
    }
}
