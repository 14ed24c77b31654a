package vn.lgsp.gateway.ops;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.ledger.Audit;
import vn.lgsp.gateway.ledger.Ids;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.Overtaking;
import vn.lgsp.gateway.ledger.Overtaking.Newer;
import vn.lgsp.gateway.ledger.ReplayItem;
import vn.lgsp.gateway.ledger.ReplayItem.Child;
import vn.lgsp.gateway.ledger.ReplayJob.Started;
import vn.lgsp.gateway.ledger.ReplayJob.Wish;
import vn.lgsp.gateway.ledger.ReplayJobs;
import vn.lgsp.gateway.ledger.TransactionQuery;
import vn.lgsp.gateway.ledger.TransactionView;

/** Lets an operator send transactions again when that is safe or confirmed, once per request, and remembers who and why. */
@Component
class ReplayDesk {
    private static final int LONGEST_KEY = 200;
    private static final long MOST = 100_000;

    /**
     * @param possible it has ended, so it may be sent again
     * @param needsConfirmation for that, or because newer ones of its key came before it
     * @param mayActTwice sending it again may have a second effect at the provider
     */
    record Rule(boolean possible, boolean needsConfirmation, boolean mayActTwice) {}

    private final LedgerSearch ledger;
    private final ReplayJobs jobs;
    private final Overtaking overtaking;
    private final Inventory inventory;
    private final Replay replay;
    private final Audit audit;
    private final Ids ids;
    private final Clock clock;

    ReplayDesk(LedgerSearch ledger, ReplayJobs jobs, Overtaking overtaking, Inventory inventory, Replay replay,
            Audit audit, Ids ids, Clock clock) {
        this.ledger = ledger;
        this.jobs = jobs;
        this.overtaking = overtaking;
        this.inventory = inventory;
        this.replay = replay;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    Rule rule(TransactionView transaction, Optional<Newer> overtaken) {
        var twice = !safe(transaction.service());
        return new Rule(ended(transaction), twice || overtaken.isPresent(), twice);
    }

    /** What came after this one and would be followed by it, were it sent once more. */
    Optional<Newer> overtaken(TransactionView transaction) {
        return transaction.state().settled()
                ? inventory.catalogue().service(transaction.service()).flatMap(service -> overtaking.newer(transaction
                        .id(), inventory.catalogue().inOrderWith(service)))
                : Optional.empty();
    }

    /** True when sending it again has no second effect at the provider. */
    private boolean safe(String service) {
        return inventory.catalogue().service(service).filter(known -> !known.writesOnce()).isPresent();
    }

    /** An UNKNOWN one that still waits for its inquiry may yet become another: sending it now could double its effect. */
    private static boolean ended(TransactionView transaction) {
        return transaction.state().settled() && transaction.waiting() == null;
    }

    /** What a wish would send; nothing is sent. */
    ReplayForecast forecast(ReplayWish wish, TransactionQuery query) {
        var overtaken = overtaking.count(query, wish.repeated(), lanes(), MOST);
        return ReplayForecast.of(jobs.tally(query), overtaken, wish, query.from(), inventory.catalogue(), this::safe);
    }

    /** The services that keep an order, each with where: the system they call. */
    private Map<String, String> lanes() {
        return inventory.catalogue().services().values().stream().filter(service -> service.schedule().ordered())
                .collect(Collectors.toMap(Service::id, service -> service.call().destination().name()));
    }

    /** The replay this wish started, now or when it was asked for first. */
    UUID start(ReplayWish wish, TransactionQuery query, String who, @Nullable String requestKey) {
        var key = key(requestKey);
        var earlier = key.flatMap(named -> jobs.earlier(who, named, wish.fingerprint()));
        if (earlier.isPresent()) {
            return job(earlier.get());
        }
        var one = wish.transaction();
        return one == null ? many(wish, query, who, key) : one(one, wish, who, key);
    }

    /** The transaction that came of a replay of one. */
    UUID child(UUID job) {
        // whoever asks again while the first request is under way gets its answer, not none
        replay.sendOne(job);
        var item = jobs.items(job, null, null, 1).stream().findFirst();
        return item.flatMap(ReplayItem::child).map(Child::id).orElseThrow(() -> refusal(item));
    }

    private Refusal refusal(Optional<ReplayItem> item) {
        return item.filter(one -> "overtaken".equals(one.code())).flatMap(one -> ledger.transaction(one.original()))
                .map(original -> Refusals.confirmationNeeded(false, overtaken(original)))
                .orElseGet(Refusals::notReplayable);
    }

    private static Optional<String> key(@Nullable String requestKey) {
        var key = Optional.ofNullable(requestKey).map(String::strip).filter(said -> !said.isEmpty());
        if (key.filter(said -> said.length() > LONGEST_KEY || said.indexOf(0) >= 0).isPresent()) {
            throw Refusals.badKey();
        }
        return key;
    }

    private static UUID job(Started started) {
        return switch (started) {
            case Started.Now(var job) -> job;
            case Started.Earlier(var job) -> job;
            case Started.Taken() -> throw Refusals.keyReused();
        };
    }

    private UUID one(UUID id, ReplayWish wish, String who, Optional<String> key) {
        var transaction = ledger.transaction(id).orElseThrow(Refusals::noSuchTransaction);
        var overtaken = overtaken(transaction);
        var rule = rule(transaction, overtaken);
        if (rule.needsConfirmation() && !wish.confirmed()) {
            throw Refusals.confirmationNeeded(rule.mayActTwice(), overtaken);
        }
        if (!rule.possible()) {
            throw Refusals.stillUnderWay();
        }
        var reason = Deeds.reason(wish.reason());
        wish.newBody().ifPresent(body -> fits(transaction, body));
        audit.record(who, wish.body() == null ? "replay.asked" : "replay.amended", id.toString(),
                Deeds.confirmed(reason,
                        overtaken));
        var job = start(wish, wish.query(), who, key, reason);
        replay.sendOne(job);
        var sent = jobs.items(job, null, null, 1).stream().flatMap(item -> item.child().stream()).findFirst();
        audit.record(who, sent.isPresent() ? "replay.sent" : "replay.refused", id.toString(), sent.map(child -> child
                .id().toString()).orElse(null));
        return job;
    }

    private void fits(TransactionView transaction, byte[] body) {
        var faults = replay.faults(transaction.service(), body, transaction.sandbox() != null);
        if (!faults.isEmpty()) {
            throw Refusals.bodyDoesNotFit(faults);
        }
    }

    private UUID many(ReplayWish wish, TransactionQuery query, String who, Optional<String> key) {
        var forecast = forecast(wish, query);
        if (forecast.needConfirmation() + forecast.overtaken() > 0 && !wish.confirmed()) {
            throw Refusals.confirmationNeeded(forecast);
        }
        if (forecast.count() > MOST) {
            throw Refusals.tooMany(forecast.count(), MOST);
        }
        var reason = Deeds.reason(wish.reason());
        if (forecast.count() == 0) {
            throw Refusals.nothingToReplay();
        }
        audit.record(who, "replay.asked", wish.words(), forecast.overtaken() == 0
                ? reason
                : reason + " [overtaken: " + forecast.overtaken() + ", confirmed]");
        var job = start(wish, query, who, key, reason);
        audit.record(who, "replay.started", job.toString(), null);
        replay.ring();
        return job;
    }

    private UUID start(ReplayWish wish, TransactionQuery query, String who, Optional<String> key, String reason) {
        // what came in since it was counted must not slip through unconfirmed
        var services = inventory.catalogue().services().keySet().stream().filter(service -> wish.confirmed() || safe(
                service)).toList();
        return job(jobs.start(new Wish(ids.next(), who, key, wish.fingerprint(), reason, wish.words(), wish
                .transaction() != null, wish.repeated(), wish.confirmed(), wish.perSecond(), clock.instant()), query,
                services, wish.newBody()));
    }
}
