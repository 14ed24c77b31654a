package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import javax.net.ssl.SSLException;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.attachment.Parting;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.connector.xml.Dialect;
import vn.lgsp.gateway.delivery.Outcome.Content;
import vn.lgsp.gateway.delivery.Outcome.Delivered;
import vn.lgsp.gateway.delivery.Outcome.Fault;
import vn.lgsp.gateway.delivery.Outcome.Rejected;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Outcome.Unknown;
import vn.lgsp.gateway.ledger.Attachments;
import vn.lgsp.gateway.ledger.Attempt;
import vn.lgsp.gateway.ledger.Times;

/** Names what a call came to: by the service's own rules when there is an answer, by how it failed when there is none. */
@Component("judge")
class Judge {
    static final String BINDINGS = "answer";
    private static final String FOLLOWED = "followed";
    private static final int LARGEST_ANSWER = 64 * 1024 * 1024;
    private static final int LONGEST_REASON = 500;

    private final Clock clock;
    private final Attachments attachments;

    Judge(Clock clock, Attachments attachments) {
        this.clock = clock;
        this.attachments = attachments;
    }

    /** Reads the whole answer while the connection's faults can still be told from the provider's words. */
    public void read(Exchange exchange) throws IOException {
        var message = exchange.getMessage();
        if (message.getBody() instanceof InputStream stream && !passedThrough(exchange)) {
            try (stream) {
                if (Feeds.parts(Mapping.parcel(exchange))) {
                    message.setBody(parted(Mapping.parcel(exchange).service(), stream));
                    return;
                }
                var bytes = stream.readNBytes(LARGEST_ANSWER + 1);
                if (bytes.length > LARGEST_ANSWER) {
                    throw BadAnswer.tooLarge(LARGEST_ANSWER);
                }
                message.setBody(bytes);
            }
        }
    }

    /** What a feed brings is put away while it arrives. */
    private Parted parted(Service service, InputStream stream) throws IOException {
        var parting = new Parting(new Parting.Limits(LARGEST_ANSWER, service.entry().attachments()), attachments);
        Parted parted = null;
        try {
            parted = parting.of(stream);
            return parted;
        } catch (Parting.TooLarge e) {
            throw BadAnswer.tooLarge(e.limit());
        } catch (Parting.NotBase64 e) {
            throw BadAnswer.notBase64(e.pointer());
        } finally {
            if (parted == null) {
                attachments.discard(parting.stored());
            }
        }
    }

    /** A document of a streamed service is not read here: it goes on to the caller while it arrives. */
    private static boolean passedThrough(Exchange exchange) {
        var message = exchange.getMessage();
        return Mapping.parcel(exchange).service().call().streamed() && Integer.valueOf(200).equals(message.getHeader(
                Exchange.HTTP_RESPONSE_CODE, Integer.class)) && !mediaType(message).contains("json");
    }

    /** In: the answer's bytes, or the exception that came instead. Out: a {@link Passage}. */
    public void judge(Exchange exchange) {
        var parcel = Mapping.parcel(exchange);
        var started = Objects.requireNonNull(exchange.getVariable(Mapping.STARTED, Mapping.Started.class));
        var message = exchange.getMessage();
        var failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        var passage = failure != null ? withoutAnswer(parcel, started, failure) : answered(exchange, parcel, started);
        message.removeHeaders("*");
        message.setBody(passage.timed(times(exchange, started)));
    }

    private static Times times(Exchange exchange, Mapping.Started started) {
        var wire = exchange.getVariable(Mapping.WIRE, LeanCall.Times.class);
        return wire == null
                ? Times.of(started.mapping(), null, null)
                : Times.of(started.mapping(), wire.connect(), wire.firstByte() == 0 ? null : wire.firstByte());
    }

    private Passage answered(Exchange exchange, Parcel parcel, Mapping.Started started) {
        var message = exchange.getMessage();
        var parted = message.getBody() instanceof Parted body ? body : null;
        var stream = message.getBody() instanceof InputStream open ? new HeldStream(open, exchange) : null;
        var answer = parted != null
                ? Dialect.read(status(message), headers(message), parted)
                : answer(parcel.service().call().format(), message, whole(message), stream != null);
        var bytes = parted == null ? whole(message) : kept(parted, answer);
        var bindings = new HashMap<String, @Nullable Object>(Verdict.bindings(parcel.service(), answer, parcel
                .request()));
        bindings.put(FOLLOWED, parcel.followed());
        exchange.setVariable(BINDINGS, bindings);
        var verdict = verdict(parcel, answer, bindings);
        var code = words(parcel.service().call().verdicts().code(), answer, bindings).orElse(null);
        var reason = words(parcel.service().call().verdicts().reason(), answer, bindings).orElse(null);
        var outcome = passedOn(stream, mediaType(message), undecided(parcel, answer, bindings, outcome(verdict, answer,
                bytes, message, code, reason)));
        return new Passage(attempt(parcel, started, outcome instanceof Unknown ? "UNKNOWN" : verdict.name(), answer
                .status(), code, reason, bytes.length), verdict, outcome, bytes);
    }

    /**
     * What "may work later" leaves open: somebody in between gave up waiting for the answer to a write, or a state that
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
        if ((answer.status() == 502 || answer.status() == 504) && writesOnce(parcel)) {
            return new Unknown(code, reason);
        }
        if (Boolean.TRUE.equals(bindings.get(FOLLOWED))) {
            var asked = new HashMap<String, @Nullable Object>(bindings);
            asked.put(FOLLOWED, false);
            if (verdict(parcel, answer, asked) == Verdict.DELIVERED) {
                return new Unavailable(code, reason, sent, retryAfter, Fault.NOBODY);
            }
        }
        return outcome;
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

    private static boolean writesOnce(Parcel parcel) {
        return parcel.service().effect() == Effect.WRITE && !parcel.service().call().repeatable();
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
            case DELIVERED -> new Delivered(new Content(answer.body(), bytes, mediaType(message)));
            case REJECTED -> new Rejected(shortCode, words);
            case UNAVAILABLE, EXPIRED_SESSION, AGAIN -> new Unavailable(shortCode, words, true, retryAfter(answer
                    .headers().get("retry-after")), Fault.PROVIDER);
        };
    }

    private static String mediaType(Message message) {
        var type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        return type == null ? "application/json" : type;
    }

    /** What is no JSON holds nothing that somebody will ask for. */
    private byte[] kept(Parted parted, ProviderAnswer answer) {
        if (answer.readable()) {
            return parted.bytes();
        }
        attachments.discard(parted.holes().stream().map(hole -> hole.attachment().id()).toList());
        return new byte[0];
    }

    private static byte[] whole(Message message) {
        return message.getBody() instanceof byte[] body ? body : new byte[0];
    }

    private static int status(Message message) {
        return Objects.requireNonNullElse(message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class), 0);
    }

    private static Map<String, String> headers(Message message) {
        var headers = new HashMap<String, String>();
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel") && value instanceof String text) {
                headers.put(name.toLowerCase(Locale.ROOT), text);
            }
        });
        return headers;
    }

    private static ProviderAnswer answer(Format format, Message message, byte[] bytes, boolean streamed) {
        return bytes.length == 0
                ? new ProviderAnswer(status(message), headers(message), null, !streamed)
                : Dialect.read(format, status(message), headers(message), bytes);
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

    private Passage withoutAnswer(Parcel parcel, Mapping.Started started, Exception failure) {
        if (failure instanceof Reach.Refused refused) {
            return new Passage(
                    attempt(parcel, started, "UNAVAILABLE", null, Reach.Refused.CODE, refused.getMessage(), 0),
                    Verdict.UNAVAILABLE,
                    new Unavailable(Reach.Refused.CODE, String.valueOf(refused.getMessage()), false,
                            Optional.empty(), Fault.OURS),
                    new byte[0]);
        }
        var sent = !neverSent(failure);
        var bad = failure instanceof BadAnswer known ? known : null;
        var code = bad != null
                ? bad.code()
                : sent ? failure instanceof SocketTimeoutException ? "no-answer" : "answer-lost" : "not-connected";
        var reason = bad != null ? String.valueOf(bad.getMessage()) : failure.getClass().getSimpleName();
        var lostWrite = sent && writesOnce(parcel);
        var outcome = lostWrite
                ? new Unknown(code, reason)
                : new Unavailable(code, reason, sent, Optional.empty(), Fault.PROVIDER);
        return new Passage(attempt(parcel, started, lostWrite ? "UNKNOWN" : "UNAVAILABLE", null, code, reason, 0),
                Verdict.UNAVAILABLE, outcome, new byte[0]);
    }

    /** True only where it is certain that not one byte of the request was read by the provider. */
    static boolean neverSent(Throwable failure) {
        return failure instanceof ConnectTimeoutException || failure instanceof HttpHostConnectException
                || failure instanceof ConnectException || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException || failure instanceof ConnectionRequestTimeoutException
                || failure instanceof SSLException ssl && String.valueOf(ssl.getMessage()).contains("handshake");
    }

    private Attempt attempt(Parcel parcel, Mapping.Started started, String outcome, @Nullable Integer status,
            @Nullable String code, @Nullable String reason, int answerBytes) {
        return new Attempt(parcel.attempt(), parcel.part(), started.at(), Duration.ofNanos(System.nanoTime() - started
                .nanos()), outcome, status, code, reason, started.bytes(), answerBytes, Times.NONE);
    }

    /** The provider did it, and our mapping of its answer failed: done is done, but a read can be asked again. */
    static Outcome replyNotMapped(Parcel parcel, MappingFailed failure) {
        return parcel.service().effect() == Effect.WRITE
                ? new Delivered(new Content(null, new byte[0],
                        "application/json"))
                : new Unavailable("mapping-failed", String.valueOf(failure.getMessage()), true, Optional.empty(),
                        Fault.OURS);
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
