package vn.lgsp.gateway.delivery;

import java.io.InputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.delivery.Outcome.Content;
import vn.lgsp.gateway.delivery.Outcome.Delivered;
import vn.lgsp.gateway.delivery.Outcome.Fault;
import vn.lgsp.gateway.delivery.Outcome.Rejected;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Outcome.Unknown;
import vn.lgsp.gateway.ledger.Attempt;
import vn.lgsp.gateway.ledger.Times;

/** Names what a call came to: by the service's own rules when there is an answer, by how it failed when there is none. */
@Component
class Judge {
    static final String BINDINGS = "answer";
    private static final String NOT_MAPPED = "mapping-failed";
    private static final int LONGEST_REASON = 500;

    private final Clock clock;

    Judge(Clock clock) {
        this.clock = clock;
    }

    /** In: the answer's bytes, or the exception that came instead. Out: a {@link Passage}. */
    void judge(Exchange exchange) {
        var parcel = Mapping.parcel(exchange);
        var started = Objects.requireNonNull(exchange.getVariable(Mapping.STARTED, Mapping.Started.class));
        var message = exchange.getMessage();
        var failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        var all = Mapping.consignment(exchange, parcel);
        var passage = failure != null
                ? NoAnswer.passage(parcel, started, failure)
                : answered(exchange, parcel, started, all);
        if (failure != null && all.filter(Consignment::joint).isPresent()) {
            passage = Sharing.alike(all.get(), passage);
        }
        message.removeHeaders("*");
        message.setBody(passage.timed(times(exchange, started)));
    }

    private static Times times(Exchange exchange, Mapping.Started started) {
        var wire = exchange.getVariable(Mapping.WIRE, LeanCall.Times.class);
        return wire == null
                ? Times.of(started.mapping(), null, null)
                : Times.of(started.mapping(), wire.connect(), wire.firstByte() == 0 ? null : wire.firstByte());
    }

    private Passage answered(Exchange exchange, Parcel parcel, Mapping.Started started, Optional<Consignment> all) {
        var message = exchange.getMessage();
        var answered = AnswerReader.answered(exchange, parcel);
        exchange.setVariable(BINDINGS, answered.bindings());
        if (all.isEmpty()) {
            return judged(parcel, started, message, answered);
        }
        var consignment = all.get();
        if (!consignment.joint()) {
            return judged(parcel, started, message, consignment.own(answered.answer(), 0, answered.bindings()).map(
                    own -> Answered.of(parcel, own)).orElse(answered));
        }
        var whole = judged(parcel, started, message, answered);
        return new Sharing(consignment, answered.answer(), answered.bindings(), whole).shared((member, own) -> judged(
                member, started, message, Answered.of(member, own)));
    }

    private Passage judged(Parcel parcel, Mapping.Started started, Message message, Answered answered) {
        var answer = answered.answer();
        var bytes = answered.bytes();
        var bindings = answered.bindings();
        var verdict = verdict(parcel, answer, bindings);
        var code = words(parcel.service().call().verdicts().code(), answer, bindings).orElse(null);
        var reason = words(parcel.service().call().verdicts().reason(), answer, bindings).orElse(null);
        var outcome = passedOn(answered.stream(), AnswerReader.mediaType(message),
                undecided(parcel, answer, bindings, outcome(verdict, answer,
                        bytes, message, code, reason)));
        return new Passage(attempt(parcel, started, outcome instanceof Unknown ? "UNKNOWN" : verdict.name(), answer
                .status(), code, reason, (int) Math.min(Parted.length(bytes), Integer.MAX_VALUE)), verdict, outcome,
                bytes);
    }

    /**
     * What "may work later" leaves open: a write may have been done, or a state that
     * is followed is simply not final yet, which is nobody's fault.
     */
    private static Outcome undecided(Parcel parcel, ProviderAnswer answer, Map<String, @Nullable Object> bindings,
            Outcome outcome) {
        if (outcome instanceof Rejected(var code, var reason) && repeated(parcel, answer, bindings)) {
            return new Unknown(code, reason);
        }
        if (!(outcome instanceof Unavailable(var code, var reason, var sent, var retryAfter, _))) {
            return outcome;
        }
        if (leavesOpen(parcel, answer, bindings)) {
            return new Unknown(code, reason);
        }
        if (Boolean.TRUE.equals(bindings.get(Answered.FOLLOWED))) {
            var asked = new HashMap<String, @Nullable Object>(bindings);
            asked.put(Answered.FOLLOWED, false);
            if (verdict(parcel, answer, asked) == Verdict.DELIVERED) {
                return new Unavailable(code, reason, sent, retryAfter, Fault.NOBODY);
            }
        }
        return outcome;
    }

    private static boolean leavesOpen(Parcel parcel, ProviderAnswer answer, Map<String, @Nullable Object> bindings) {
        try {
            return Verdict.leavesOpen(parcel.service(), answer, bindings);
        } catch (MappingFailed e) {
            return true;
        }
    }

    /** A call whose answer was lost may have come late: a refusal of the next one as a repetition says that it took effect. */
    private static boolean repeated(Parcel parcel, ProviderAnswer answer, Map<String, @Nullable Object> bindings) {
        try {
            return parcel.service().links().inquiry().flatMap(Service.Inquiry::repeated).map(rule -> rule.holds(answer
                    .body(), bindings)).orElse(false);
        } catch (MappingFailed e) {
            return false;
        }
    }

    /** A delivered document keeps its stream; anything else lets go of it. */
    private static Outcome passedOn(@Nullable InputStream stream, String mediaType, Outcome outcome) {
        if (stream == null) {
            return outcome;
        }
        var content = new Content(null, new byte[0], mediaType, stream);
        if (outcome instanceof Delivered) {
            return new Delivered(content);
        }
        content.close();
        return outcome;
    }

    private static Verdict verdict(Parcel parcel, ProviderAnswer answer, Map<String, @Nullable Object> bindings) {
        try {
            var first = Verdict.first(parcel.service(), answer, bindings);
            return first == Verdict.AGAIN && parcel.again()
                    ? Verdict.repeated(parcel.service(), answer, bindings)
                    : first;
        } catch (MappingFailed e) {
            return Verdict.UNAVAILABLE;
        }
    }

    private Outcome outcome(Verdict verdict, ProviderAnswer answer, byte[] bytes, Message message,
            @Nullable String code, @Nullable String reason) {
        var shortCode = code != null ? code : "http-" + answer.status();
        var words = reason != null
                ? reason
                : "HTTP " + answer.status() + (!answer.readable() ? ", unreadable" : code != null ? ", " + code : "");
        return switch (verdict) {
            case DELIVERED -> new Delivered(new Content(answer.body(), bytes, AnswerReader.mediaType(message)));
            case REJECTED -> new Rejected(shortCode, words);
            case UNAVAILABLE, EXPIRED_SESSION, AGAIN -> new Unavailable(shortCode, words, true, retryAfter(answer
                    .headers().get("retry-after")), Fault.PROVIDER);
        };
    }

    private static Optional<String> words(Optional<Expression> rule, ProviderAnswer answer,
            Map<String, @Nullable Object> bindings) {
        try {
            return rule.map(expression -> expression.text(answer.body(), bindings))
                    .map(text -> text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text);
        } catch (MappingFailed e) {
            return Optional.empty();
        }
    }

    /** The call as the ledger knows it: it ends now. */
    static Attempt attempt(Parcel parcel, Mapping.Started started, String outcome, @Nullable Integer status,
            @Nullable String code, @Nullable String reason, int answerBytes) {
        return new Attempt(parcel.attempt(), parcel.part(), started.at(), Duration.ofNanos(System.nanoTime() - started
                .nanos()), outcome, status, code, reason, started.bytes(), answerBytes, Times.NONE);
    }

    /** The provider did it, and our mapping of its answer failed: done is done, but a read can be asked again. The call tells of both. */
    static Passage replyNotMapped(Parcel parcel, Passage passage, MappingFailed failure) {
        var words = String.valueOf(failure.getMessage());
        var write = parcel.service().effect() == Effect.WRITE;
        var outcome = write
                ? new Delivered(new Content(null, new byte[0], "application/json"))
                : new Unavailable(NOT_MAPPED, words, true, Optional.empty(), Fault.OURS);
        return new Passage(passage.attempt().judged(write ? "DELIVERED" : "UNAVAILABLE", NOT_MAPPED, words), passage
                .verdict(), outcome, passage.answer());
    }

    /** Seconds or an HTTP date (RFC 9110 §10.2.3); what cannot be read is left out. */
    private Optional<Duration> retryAfter(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(header.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(header))
                    : Duration.between(clock.instant(), ZonedDateTime.parse(header,
                            DateTimeFormatter.RFC_1123_DATE_TIME)));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
