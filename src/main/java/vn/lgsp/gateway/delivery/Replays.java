package vn.lgsp.gateway.delivery;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Schema.Fault;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.ledger.Entry;
import vn.lgsp.gateway.ledger.Entry.Opening;
import vn.lgsp.gateway.ledger.Entry.Written;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.Overtaking;
import vn.lgsp.gateway.ledger.ReplayItem.Done;
import vn.lgsp.gateway.ledger.ReplayItem.Due;
import vn.lgsp.gateway.ledger.ReplayWork;
import vn.lgsp.gateway.ledger.Standing;

/**
 * Sends settled transactions' requests once more, each as a new transaction that is linked to the first. However often an
 * item of a replay is taken up, by whichever node, it becomes one transaction: its key says so. Replays that do not ask for
 * what was replayed before share one key for each original, so that of several at once one sends it.
 */
@Component
public class Replays {
    private static final Logger log = LoggerFactory.getLogger(Replays.class);
    private static final int ONE = 1;
    private static final String REPLAYED = "already-replayed";
    private static final String OVERTAKEN = "overtaken";
    /** Much longer than between the opening of a transaction and the note that it was opened. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final Catalogue catalogue;
    private final Ledger ledger;
    private final ReplayWork work;
    private final Overtaking overtaking;
    private final Settlement settlement;
    private final Handover handover;
    private final Amended amended;
    private final Clock clock;

    Replays(Catalogue catalogue, Ledger ledger, ReplayWork work, Overtaking overtaking, Settlement settlement,
            Handover handover, Amended amended, Clock clock) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.work = work;
        this.overtaking = overtaking;
        this.settlement = settlement;
        this.handover = handover;
        this.amended = amended;
        this.clock = clock;
    }

    /** What is wrong with a body that is to be sent instead of the original's; empty when it fits. */
    public List<Fault> faults(String service, byte[] body, boolean sandbox) {
        return catalogue.service(service).map(known -> amended.faults(known, body, sandbox)).orElse(List.of());
    }

    /** Sends the one transaction a replay is about, at once. */
    public void sendOne(UUID job) {
        var due = work.due(job, ONE);
        if (!due.isEmpty()) {
            work.note(job, send(job, true, due));
        }
        work.finish(job, clock.instant());
    }

    /** Sends these in their order, and says what came of each. */
    List<Done> send(UUID job, boolean again, List<Due> due) {
        var done = new ArrayList<Done>();
        due.forEach(item -> done.add(send(job, again, item)));
        return done;
    }

    private Done send(UUID job, boolean again, Due item) {
        var standing = ledger.standing(item.original());
        if (standing.isEmpty()) {
            return new Done.LeftOut(item.original(), "no-such-transaction");
        }
        var original = standing.get().transaction();
        var key = "replay/" + (again ? job : "of") + "/" + original.id();
        var before = work.opened(original.caller(), original.register(), key, fingerprint(job));
        if (before.isPresent()) {
            return new Done.Sent(item.original(), before.get());
        }
        if (!standing.get().state().settled() || standing.get().dueAt() != null) {
            return new Done.LeftOut(item.original(), "still-under-way");
        }
        if (!again && work.replayed(item.original())) {
            return new Done.LeftOut(item.original(), REPLAYED);
        }
        var service = catalogue.service(original.service());
        if (service.isEmpty()) {
            return new Done.LeftOut(item.original(), "no-such-service");
        }
        if (!item.confirmed() && overtaking.newer(item.original(), catalogue.inOrderWith(service.get()), job)
                .isPresent()) {
            return new Done.LeftOut(item.original(), OVERTAKEN);
        }
        return body(item).map(body -> opened(job, key, item,
                opening(standing.get(), service.get(), item, body))).orElseGet(() -> new Done.LeftOut(item.original(),
                        "payload-gone"));
    }

    /** A request that does not open must not stop those behind it. */
    private Optional<byte[]> body(Due item) {
        try {
            return item.body().or(() -> ledger.payload(item.original(), "request"));
        } catch (IllegalStateException e) {
            log.error("replay.payload-closed transaction={} cause={}", item.original(), e.getMessage());
            return Optional.empty();
        }
    }

    private Opening opening(Standing standing, Service service, Due item, byte[] body) {
        var original = standing.transaction();
        var key = item.body().isPresent()
                ? amended.key(service, body, original.inSandbox()).orElse(null)
                : original.businessKey();
        return settlement.open(service, original, Origin.REPLAY, original.caller(), key, body, Duration.ZERO);
    }

    private Done opened(UUID job, String key, Due item, Opening opening) {
        var once = new Entry.Key(key, fingerprint(job), clock.instant().plus(REMEMBERED));
        var keyed = new Opening(opening.transaction(), opening.request(), opening.once(), Optional.of(once), opening
                .work());
        return switch (handover.write(keyed)) {
            case Written.Yes(var transaction, _, _) -> new Done.Sent(item.original(), transaction.id());
            case Written.Taken(var earlier, var by) -> Arrays.equals(by, fingerprint(job))
                    ? new Done.Sent(item.original(), earlier)
                    : new Done.LeftOut(item.original(), REPLAYED);
            case Written.NotOurs(),Written.Noted() -> throw new IllegalStateException(
                    "an opening has no lease to lose");
        };
    }

    private static byte[] fingerprint(UUID job) {
        return ByteBuffer.allocate(16).putLong(job.getMostSignificantBits()).putLong(job.getLeastSignificantBits())
                .array();
    }
}
