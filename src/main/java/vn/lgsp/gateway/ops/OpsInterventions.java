package vn.lgsp.gateway.ops;

import java.security.Principal;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import vn.lgsp.gateway.attachment.Attachment;
import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.delivery.Interventions;
import vn.lgsp.gateway.delivery.Interventions.Done;
import vn.lgsp.gateway.ledger.Attachments;
import vn.lgsp.gateway.ledger.Audit;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionView;

/** What only a person decides about a transaction: that it is not to be sent, what became of it, and to look inside. */
@RestController
@RequestMapping("/ops/transactions/{id}")
class OpsInterventions {
    static final String DELIVERED = "delivered";
    static final String NOT_DELIVERED = "not-delivered";

    record Wish(@Nullable String reason) {}

    /** @param confirm what follows is sent though newer ones of its key came before it */
    record Decision(@Nullable String outcome, @Nullable String reason, @Nullable Boolean confirm) {}

    /** As it stands after this. */
    record Decided(UUID transactionId, State state) {}

    private final LedgerSearch ledger;
    private final Intervention intervention;
    private final Payloads payloads;
    private final Attachments attachments;
    private final ReplayDesk desk;
    private final Deeds deeds;
    private final Audit audit;

    OpsInterventions(LedgerSearch ledger, Intervention intervention, Payloads payloads, Attachments attachments,
            ReplayDesk desk, Deeds deeds, Audit audit) {
        this.ledger = ledger;
        this.desk = desk;
        this.intervention = intervention;
        this.payloads = payloads;
        this.attachments = attachments;
        this.deeds = deeds;
        this.audit = audit;
    }

    /** May an operator stop it, or say what became of it, just now? */
    record May(boolean cancel, boolean decide) {
        static May of(TransactionView transaction) {
            var waiting = transaction.waiting();
            var idle = waiting == null || !waiting.inProgress();
            return new May(idle && !transaction.state().settled() && waiting != null, idle && transaction
                    .state() == State.UNKNOWN);
        }
    }

    @PostMapping(path = "/cancel", consumes = MediaType.APPLICATION_JSON_VALUE)
    Decided cancel(@PathVariable UUID id, @RequestBody Wish wish, Principal who) {
        found(id);
        var reason = Deeds.reason(wish.reason());
        return carriedOut(id, who, "transaction.cancel", reason, () -> intervention.cancel(id, reason), Refusals
                .notWaiting());
    }

    @PostMapping(path = "/decision", consumes = MediaType.APPLICATION_JSON_VALUE)
    Decided decide(@PathVariable UUID id, @RequestBody Decision decision, Principal who) {
        var overtaken = desk.overtaken(found(id));
        var word = new Interventions.Word(Deeds.reason(decision.reason()), Boolean.TRUE.equals(decision.confirm()));
        var reason = word.confirmed() ? Deeds.confirmed(word.reason(), overtaken) : word.reason();
        return switch (String.valueOf(decision.outcome())) {
            case DELIVERED -> carriedOut(id, who, "transaction.found-delivered", reason, () -> intervention.delivered(
                    id, word), Refusals.notUnknown());
            case NOT_DELIVERED -> carriedOut(id, who, "transaction.found-not-delivered", reason, () -> intervention
                    .notDelivered(id, word), Refusals.notUnknown());
            default -> throw Refusals.badParameter("outcome", new Text("“delivered” hoặc “not-delivered”.",
                    "“delivered” or “not-delivered”."));
        };
    }

    private interface Deed {
        Done done();
    }

    private Decided carriedOut(UUID id, Principal who, String action, String reason, Deed deed, Refusal notSo) {
        var answer = new Done[]{ Done.NOT_SO };
        deeds.done(who.getName(), action, id.toString(), reason, () -> {
            answer[0] = deed.done();
            return answer[0] == Done.YES;
        });
        return switch (answer[0]) {
            case YES -> new Decided(id, found(id).state());
            case IN_HAND -> throw Refusals.inHand();
            case OVERTAKEN -> throw Refusals.confirmationNeeded(false, desk.overtaken(found(id)));
            case NOT_SO -> throw notSo;
            case NOT_POSSIBLE -> throw Refusals.notReplayable();
        };
    }

    /**
     * The bytes as they came; whoever looks says why, and is remembered.
     *
     * @param whole with attachments too, in whose place there is their size otherwise
     */
    @GetMapping("/payload/{kind}")
    ResponseEntity<Resource> payload(@PathVariable UUID id, @PathVariable String kind,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(defaultValue = "false") boolean whole, Principal who) {
        found(id);
        var why = Deeds.reason(reason);
        if (!kind.matches("request|answer|reply")) {
            throw Refusals.badParameter("kind", new Text("request, answer hoặc reply.", "request, answer or reply."));
        }
        audit.record(who.getName(), "payload.read", id.toString(), kind + ": " + why);
        var body = shown(payloads.of(id, kind).orElseThrow(Refusals::noPayload), whole);
        // never as what a browser would run
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM).header(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + "-" + kind + "\"").body(body);
    }

    private Resource shown(byte[] body, boolean whole) {
        if (!Parted.is(body)) {
            return new ByteArrayResource(body);
        }
        return whole
                ? new InputStreamResource(Parted.of(body).stream(attachments))
                : new ByteArrayResource(Json.write(Attachment.labelled(Json.kept(body))));
    }

    private TransactionView found(UUID id) {
        return ledger.transaction(id).orElseThrow(Refusals::noSuchTransaction);
    }
}
