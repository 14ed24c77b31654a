package vn.lgsp.gateway.ops;

import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.ledger.ReplayItem;
import vn.lgsp.gateway.ledger.ReplayJob;
import vn.lgsp.gateway.ledger.ReplayJob.State;
import vn.lgsp.gateway.ledger.ReplayJobs;
import vn.lgsp.gateway.ledger.TransactionQuery;

/** Sends one or many transactions again, shows how far that has got, and lets it be paused, resumed and cancelled. */
@RestController
@RequestMapping("/ops/replays")
class OpsReplays {
    private static final Duration USUAL_PERIOD = Duration.ofHours(24);
    private static final int LONGEST_PAGE = 200;
    private static final Set<String> OUTCOMES = Set.of("WAITING", "SENT", "LEFT_OUT");

    /** @param next what to give as {@code after} for the next page; absent on the last one */
    record Replays(List<ReplayView> replays, @Nullable UUID next) {}

    record Items(List<Item> items, @Nullable UUID next) {}

    record Item(UUID original, String service, @Nullable String businessKey,
            vn.lgsp.gateway.ledger.State originalState, String outcome, @Nullable String code, @Nullable Child child) {}

    record Child(UUID id, vn.lgsp.gateway.ledger.State state, @Nullable String code, @Nullable String reason) {}

    record Wish(@Nullable String reason) {}

    private final ReplayDesk desk;
    private final ReplayJobs jobs;
    private final Replay replay;
    private final Deeds deeds;
    private final Clock clock;

    OpsReplays(ReplayDesk desk, ReplayJobs jobs, Replay replay, Deeds deeds, Clock clock) {
        this.desk = desk;
        this.jobs = jobs;
        this.replay = replay;
        this.deeds = deeds;
        this.clock = clock;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> start(@RequestBody byte[] body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key, Principal who) {
        var wish = ReplayWish.of(body);
        var query = within(wish.query());
        if (wish.dry()) {
            return ResponseEntity.ok(desk.forecast(wish, query));
        }
        var job = desk.start(wish, query, who.getName(), key);
        return ResponseEntity.created(URI.create("/ops/replays/" + job)).body(replay(job));
    }

    /** As the search does it: the last day, unless it is said otherwise or a name is given. */
    private TransactionQuery within(TransactionQuery asked) {
        return asked.exact() || asked.from() != null
                ? asked
                : asked.since(Optional.ofNullable(asked.to()).orElseGet(clock::instant).minus(USUAL_PERIOD));
    }

    @GetMapping
    Replays replays(@RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "50") int limit) {
        var rows = jobs.jobs(after, page(limit));
        return new Replays(rows.stream().map(job -> ReplayView.of(job, null)).toList(), rows.size() < limit
                ? null
                : rows.getLast().id());
    }

    private static int page(int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw Refusals.badParameter("limit", new Text("từ 1 đến 200.", "from 1 to 200."));
        }
        return limit;
    }

    @GetMapping("/{id}")
    ReplayView replay(@PathVariable UUID id) {
        return ReplayView.of(found(id), jobs.children(id));
    }

    private ReplayJob found(UUID id) {
        return jobs.job(id).orElseThrow(Refusals::noSuchReplay);
    }

    @GetMapping("/{id}/items")
    Items items(@PathVariable UUID id, @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable UUID after, @RequestParam(defaultValue = "50") int limit) {
        found(id);
        var asked = outcome == null || outcome.isBlank() ? null : outcome;
        if (asked != null && !OUTCOMES.contains(asked)) {
            throw Refusals.badParameter("outcome", new Text("WAITING, SENT hoặc LEFT_OUT.",
                    "WAITING, SENT or LEFT_OUT."));
        }
        var rows = jobs.items(id, asked, after, page(limit));
        return new Items(rows.stream().map(OpsReplays::item).toList(), rows.size() < limit
                ? null
                : rows.getLast()
                        .original());
    }

    private static Item item(ReplayItem item) {
        return new Item(item.original(), item.service(), Mask.text(item.businessKey()), item.originalState(), item
                .outcome(), item.code(),
                item.child().map(child -> new Child(child.id(), child.state(), child.code(),
                        Mask.text(child.reason()))).orElse(null));
    }

    @PostMapping(path = "/{id}/pause", consumes = MediaType.APPLICATION_JSON_VALUE)
    ReplayView pause(@PathVariable UUID id, @RequestBody Wish wish, Principal who) {
        return change(id, wish, who, Set.of(State.RUNNING), State.PAUSED, "replay.pause");
    }

    @PostMapping(path = "/{id}/resume", consumes = MediaType.APPLICATION_JSON_VALUE)
    ReplayView resume(@PathVariable UUID id, @RequestBody Wish wish, Principal who) {
        return change(id, wish, who, Set.of(State.PAUSED), State.RUNNING, "replay.resume");
    }

    /** What was sent stays sent. */
    @PostMapping(path = "/{id}/cancel", consumes = MediaType.APPLICATION_JSON_VALUE)
    ReplayView cancel(@PathVariable UUID id, @RequestBody Wish wish, Principal who) {
        return change(id, wish, who, Set.of(State.RUNNING, State.PAUSED), State.CANCELLED, "replay.cancel");
    }

    private ReplayView change(UUID id, Wish wish, Principal who, Set<State> from, State to, String action) {
        found(id);
        var reason = Optional.ofNullable(wish.reason()).map(Deeds::reason).orElse("");
        if (!deeds.done(who.getName(), action, id.toString(), reason, () -> jobs.change(id, from, to, who.getName(),
                clock.instant()))) {
            throw Refusals.notInThatState(found(id).state().name());
        }
        replay.ring();
        return replay(id);
    }
}
