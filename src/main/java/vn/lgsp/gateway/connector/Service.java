package vn.lgsp.gateway.connector;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import vn.lgsp.gateway.connector.faults.Text;

/**
 * One thing that can be asked of a system: the contract's {@code operationId}, the Camel route's id, the ledger's
 * {@code service}, the metric tag.
 *
 * @param connector name of the folder that declares it
 * @param version hash of that folder as it was when this service was read
 * @param settings the connector's settings, bound as {@code $settings} in every rule and mapping
 */
public record Service(String id, Text title, String connector, String version, Map<String, Object> settings,
        Reply reply, Effect effect, Entry entry, Call call, Schedule schedule, Links links) {

    /** The id alone: settings and credentials are resolved secrets. */
    @Override
    public String toString() {
        return id;
    }

    /** The same with these settings before its own. */
    public Service with(Map<String, Object> others) {
        var all = new HashMap<>(settings);
        all.putAll(others);
        return new Service(id, title, connector, version, all, reply, effect, entry, call, schedule, links);
    }

    /** The same, sent in these parts, or whole. */
    public Service inParts(Optional<Chunk> parts) {
        return new Service(id, title, connector, version, settings, reply, effect, entry, call.inParts(parts), schedule,
                links);
    }

    /** Its request is a document that is passed through, and not kept. */
    public boolean takesDocument() {
        return entry.operation.filter(operation -> !operation.documents.isEmpty()).isPresent();
    }

    /** The connector that a service's id begins with. */
    public static String connectorOf(String id) {
        return id.replaceFirst("\\..*", "");
    }

    /** Its provider must not be called twice for the same. */
    public boolean writesOnce() {
        return effect == Effect.WRITE && !call.repeatable;
    }

    /** Large texts of its bodies are kept beside them. */
    public boolean partsBodies() {
        return entry.attachments > 0;
    }

    /** Large texts of its provider's answers are kept beside them. */
    public boolean partsAnswers() {
        return call.answerAttachments > 0;
    }

    /**
     * What intake needs to know.
     *
     * @param operation the public operation, or none for a service only the gateway itself uses
     * @param limit largest body in bytes
     * @param request schema of the public request
     * @param checks rules a schema cannot say, each with its own refusal
     * @param key business key of a request: search, and order of delivery
     * @param idempotency for inbound services: the idempotency key, taken from the body instead of a header
     * @param keep how long an idempotency key is remembered
     * @param attachments bytes of large Base64 texts a body may bring besides {@code limit}, which are not held in memory; 0
     *        for a service whose bodies are taken whole
     * @param unrecorded a read may be answered although it cannot be recorded at once
     */
    public record Entry(Optional<Operation> operation, long limit, Optional<Schema> request, List<Check> checks,
            Optional<Expression> key, Optional<Expression> idempotency, Duration keep, Optional<Inbound> inbound,
            boolean unrecorded, long attachments) {}

    /**
     * The public operation as its contract states it.
     *
     * @param path template below {@code /api/<connector>/v1}, e.g. {@code /dossiers/{maHoSo}}
     * @param parameters path and query parameters; they form the request document of an operation without a JSON body
     * @param documents media types of the document it takes instead of JSON; it is passed through while it arrives, and not
     *        kept
     */
    public record Operation(String method, String path, List<Parameter> parameters, Set<String> documents) {
        public Operation(String method, String path, List<Parameter> parameters) {
            this(method, path, parameters, Set.of());
        }
    }

    /** @param type JSON Schema type of the value: string, integer, number or boolean */
    public record Parameter(String name, String in, String type) {}

    /**
     * A refusal rule: when {@code rule} is not true, the request is refused.
     *
     * @param at JSON pointer to the field at fault
     */
    public record Check(Expression rule, String at, Text message) {}

    /**
     * What makes a call from a national system different from a local one's.
     *
     * @param caller the caller this service is for, when it proves itself by {@code proof} instead of an API key
     * @param proof the value the caller must have sent, and where it sent it; compared in constant time
     * @param receipt answers an accepted request in the provider's dialect (input: the receipt)
     * @param refusal answers a refused one in the provider's dialect (input: the problem)
     */
    public record Inbound(Optional<String> caller, Optional<Proof> proof, Optional<Expression> receipt,
            Optional<Expression> refusal) {}

    /** A checksum: {@code given} selects it from the request, {@code expected} computes it. */
    public record Proof(Expression given, Expression expected) {}

    /**
     * What one attempt needs to know.
     *
     * @param destination the system called: the connector's own provider, or the local system named by {@code to}
     * @param method HTTP method
     * @param path path below the destination's address; {@code {name}} is filled from the mapped request
     * @param request public request → provider's request; absent: the body passes as it is
     * @param response provider's answer → public reply; absent: the body passes as it is
     * @param repeatable sending the same request again has no second effect at the provider
     * @param chunk the array that is sent in parts
     * @param batch several requests may go in one call
     * @param cache how long a reply may be answered again without asking the provider
     * @param streamed the answer is a document (not JSON) that is passed through
     * @param format what bodies it is made of
     * @param answerAttachments bytes of large Base64 texts an answer may bring, which are not held in memory; 0 for a service
     *        whose answers are taken whole
     * @param signatures what is signed into it
     */
    public record Call(Destination destination, String method, String path, Optional<Expression> request,
            Optional<Expression> response, Verdicts verdicts, boolean repeatable, Optional<Chunk> chunk,
            Optional<Batch> batch, Optional<Duration> cache, boolean streamed, Format format,
            long answerAttachments, Optional<Signatures> signatures) {
        private Call inParts(Optional<Chunk> parts) {
            return new Call(destination, method, path, request, response, verdicts, repeatable, parts, batch, cache,
                    streamed, format, answerAttachments, signatures);
        }
    }

    /**
     * The service's own words for the outcomes, read over status, headers and body of an answer.
     *
     * @param success by default: any 2xx
     * @param rejected by default: 4xx, and a 2xx with a readable body that is no success
     * @param unavailable what else may work later; by default 408, 425, 429, 5xx and unreadable bodies
     * @param again the provider already knows it: map once more with {@code $again = true} and send at once
     * @param code the provider's own code, kept with the attempt
     * @param reason the provider's own words, kept with the attempt
     */
    public record Verdicts(Optional<Expression> success, Optional<Expression> rejected,
            Optional<Expression> unavailable, Optional<Expression> again, Optional<Expression> code,
            Optional<Expression> reason) {}

    /** @param of name of the top-level array; a part of at most {@code size} items is sent at a time */
    public record Chunk(String of, int size) {}

    /**
     * When a durable delivery is tried.
     *
     * @param retry waits before the second, third … attempt
     * @param expires after that, an undelivered transaction is EXPIRED
     * @param ordered requests of one business key are delivered in the order they came
     * @param after a service that must have DELIVERED the same business key before
     * @param sla how long a transaction may take before people should look at it; none where nobody waits for it
     */
    public record Schedule(List<Duration> retry, Duration expires, boolean ordered, Optional<String> after,
            Optional<Duration> sla) {}

    /**
     * How this service's transactions relate to others.
     *
     * @param reference the name the provider knows the transaction by, computed when it is opened
     * @param matches the earlier transaction an inbound one answers, bound as {@code $matched}
     * @param once the first transaction of a key; a later one is recorded with a mark
     * @param inquiry how to learn what became of a write whose answer was lost
     * @param follow a service to ask after delivery until it answers finally
     * @param undo what takes back the steps before this one, when it ends without its effect
     * @param feed how to pull items that become transactions of this service
     * @param period every period of this length becomes a transaction of this service, with the gateway's figures of it
     */
    public record Links(Optional<Expression> reference, Optional<Matches> matches, Optional<Once> once,
            Optional<Inquiry> inquiry, Optional<Follow> follow, Optional<Undo> undo, Optional<Feed> feed,
            Optional<Duration> period) {}

    public record Matches(String service, Expression reference) {}

    public record Once(Expression when, Expression key, String mark) {}

    /**
     * @param service the read that is asked
     * @param request original request → that service's public request ({@code $transaction} is the original's)
     * @param known rule over that service's public reply: true when the write took effect
     * @param reply that service's public reply → this service's public reply
     * @param repeated rule over an answer of the write itself: the provider has this already, so that it is asked about
     */
    public record Inquiry(String service, Expression request, Expression known, Optional<Expression> reply,
            Optional<Expression> repeated) {}

    /** @param request {@code {request, reply}} of the delivered transaction → the followed service's public request */
    public record Follow(String service, Expression request) {}

    /** @param request {@code {request, state, code, reason}} → the undoing service's public request; nothing: nothing to undo */
    public record Undo(String service, Expression request) {}

    /**
     * @param every time between two polls
     * @param method HTTP method of a poll
     * @param path path below the connector's own provider
     * @param request {@code {cursor}} → the poll's query or body
     * @param items selects the items of an answer
     * @param id names an item, to hand it over once
     * @param cursor names the position after an item
     */
    public record Feed(Duration every, Destination source, String method, String path, Expression request,
            Expression items, Expression id, Expression cursor, Verdicts verdicts) {}
}
