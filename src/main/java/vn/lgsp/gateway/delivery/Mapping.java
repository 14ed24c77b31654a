package vn.lgsp.gateway.delivery;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.xml.Dialect;
import vn.lgsp.gateway.delivery.Outcome.Content;
import vn.lgsp.gateway.delivery.Outcome.Delivered;
import vn.lgsp.gateway.ledger.Attachments;

/** The first and the last step of a route: from the public request to the provider's dialect, and back. */
@Component
class Mapping {
    static final String PARCEL = "parcel";
    static final String STARTED = "started";
    /** What the call carries, where its service has a batch. */
    private static final String CONSIGNMENT = "consignment";
    /** What the transport saw of its call, where it sees that much. */
    static final String WIRE = "wire";
    private static final Fields NOTHING = new Fields();
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    private final Clock clock;
    private final Uploads uploads;
    private final Attachments attachments;
    private final Reach reach;
    private final CallHeaders headers;

    Mapping(Clock clock, Uploads uploads, Attachments attachments, Reach reach, CallHeaders headers) {
        this.headers = headers;
        this.attachments = attachments;
        this.clock = clock;
        this.uploads = uploads;
        this.reach = reach;
    }

    /** In: a {@link Parcel}. Out: the provider's request, with only the headers named here. */
    void outward(Exchange exchange) {
        var began = System.nanoTime();
        var message = exchange.getMessage();
        var arrived = Objects.requireNonNull(message.getBody(Parcel.class));
        var call = arrived.service().call();
        var consignment = call.batch().isPresent() ? Consignment.of(arrived, call.batch().get()) : null;
        if (consignment != null) {
            exchange.setVariable(CONSIGNMENT, consignment);
        }
        var parcel = consignment == null ? arrived : consignment.lead();
        var mapped = consignment == null ? arrived.mapped() : consignment.body();

        var fields = Fields.of(mapped);
        var path = fill(call.path(), fields);
        var plain = body(parcel, mapped, fields, !path.equals(call.path()));
        var query = query(call.destination().query(), plain == null ? fields : NOTHING);
        var address = path + query.map(text -> "?" + text).orElse("");
        var sealed = call.signatures().isEmpty() || parcel.inSandbox()
                ? null
                : headers.sealed(call.signatures().get(), parcel, address, plain);
        var body = sealed == null ? plain : sealed.body();
        message.removeHeaders("*");
        if (!parcel.address().equals(call.destination().url())) {
            message.setHeader(Exchange.HTTP_URI, parcel.address().toString());
        }
        message.setHeader(Exchange.HTTP_PATH, path);
        query.ifPresent(text -> message.setHeader(Exchange.HTTP_QUERY, text));
        headers.of(parcel, body).forEach(message::setHeader);
        if (sealed != null) {
            sealed.headers().forEach(message::setHeader);
        }
        headers.signed(parcel, address, body).forEach(message::setHeader);
        message.setBody(body);
        if (parcel.service().takesDocument()) {
            document(parcel, message);
        } else if (parted(body, parcel)) {
            var parted = Parted.of(Objects.requireNonNull(body));
            message.setBody(new InputStreamEntity(parted.stream(attachments), parted.length(),
                    ContentType.APPLICATION_JSON));
        }
        reach.declare(call.destination());
        exchange.setVariable(PARCEL, parcel);
        var now = System.nanoTime();
        exchange.setVariable(STARTED, new Started(clock.instant(), now, sent(parcel, body), now - began));
    }

    /** Its attachments are fetched while it is sent, at each call anew. */
    static boolean parted(byte @Nullable [] body, Parcel parcel) {
        if (body == null || parcel.service().call().format().kind() != Format.Kind.JSON || !Parted.is(body)) {
            return false;
        }
        if (!parcel.service().partsBodies()) {
            throw new MappingFailed("the body holds an attachment, and " + parcel.service().id()
                    + " declares no `attachments`");
        }
        return true;
    }

    private static int sent(Parcel parcel, byte @Nullable [] body) {
        return body == null
                ? 0
                : parted(body, parcel) ? (int) Math.min(Parted.length(body), Integer.MAX_VALUE) : body.length;
    }

    /** The caller's document as it comes; there is no second time. */
    private void document(Parcel parcel, Message message) {
        var upload = uploads.take(parcel.transaction().id()).orElseThrow(() -> new MappingFailed(
                "the document was passed on before and is not kept: it must be sent anew"));
        message.setBody(new InputStreamEntity(upload.stream(), upload.length(), ContentType.parseLenient(upload
                .mediaType())));
    }

    /** @param used some of the fields went into the path: the rest is the body */
    private static byte @Nullable [] body(Parcel parcel, @Nullable Object mapped, Fields fields, boolean used) {
        var call = parcel.service().call();
        if (call.method().equals("GET") || parcel.service().takesDocument()) {
            return null;
        }
        if (call.request().isEmpty() && call.chunk().isEmpty() && call.batch().isEmpty() && !used
                && call.format().kind() == Format.Kind.JSON) {
            return parcel.bytes();
        }
        return Dialect.written(call.format(), used ? fields : mapped);
    }

    /** Fills {@code {name}} from the fields, and takes what was used out of them. */
    static String fill(String template, Fields fields) {
        return NAME.matcher(template).replaceAll(match -> segment(match.group(1), fields.remove(match.group(1))));
    }

    /** One segment of a path, whatever the value holds; a step up would lead to another resource of the provider's. */
    private static String segment(String name, @Nullable Object value) {
        var text = value == null ? "" : String.valueOf(value);
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            throw new MappingFailed("`" + name + "` is no name in the path: it is empty, . or ..");
        }
        return encode(text);
    }

    /** A query string of the destination's fixed parameters and the scalar ones of the given fields. */
    static Optional<String> query(Map<String, String> fixed, Fields fields) {
        var query = new StringJoiner("&");
        fixed.forEach((name, value) -> query.add(encode(name) + "=" + encode(value)));
        fields.forEach((name, value) -> {
            if (value != null && !(value instanceof Map) && !(value instanceof Iterable)) {
                query.add(encode(String.valueOf(name)) + "=" + encode(String.valueOf(value)));
            }
        });
        return query.length() == 0 ? Optional.empty() : Optional.of(query.toString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** In: a {@link Passage} whose reply is the provider's answer. Out: the same with the public reply. */
    void back(Exchange exchange) {
        var passage = Objects.requireNonNull(exchange.getMessage().getBody(Passage.class));
        var parcel = parcel(exchange);
        if (!passage.shares().isEmpty()) {
            exchange.getMessage().setBody(passage.sharing(passage.shares().stream().map(share -> back(share, exchange))
                    .toList()));
        } else if (passage.outcome() instanceof Delivered delivered && !parcel.service().call().streamed()) {
            var began = System.nanoTime();
            var replied = replied(passage, parcel, delivered, exchange);
            exchange.getMessage().setBody(replied.timed(replied.attempt().times().mappedBack(System.nanoTime()
                    - began)));
        }
    }

    private static Share back(Share share, Exchange exchange) {
        return share.passage().outcome() instanceof Delivered delivered
                ? new Share(share.parcel(), replied(share.passage(), share.parcel(), delivered, exchange))
                : share;
    }

    private static Passage replied(Passage passage, Parcel parcel, Delivered delivered, Exchange exchange) {
        try {
            return passage.came(publicReply(parcel, delivered, Objects.requireNonNull(exchange.getVariable(
                    Judge.BINDINGS, Map.class))));
        } catch (MappingFailed e) {
            return Judge.replyNotMapped(parcel, passage, e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Outcome publicReply(Parcel parcel, Delivered delivered, Map<?, ?> answer) {
        var mapping = parcel.service().call().response();
        if (mapping.isEmpty() && parcel.service().call().format().kind() == Format.Kind.JSON) {
            return delivered;
        }
        var bindings = new HashMap<String, @Nullable Object>((Map<String, @Nullable Object>) answer);
        bindings.putAll(parcel.bindings());
        try {
            var answered = delivered.reply().document();
            var reply = mapping.isPresent() ? mapping.get().evaluate(answered, bindings) : answered;
            return new Delivered(new Content(reply, parcel.service().partsAnswers()
                    ? Json.keep(reply)
                    : Json.write(reply), "application/json"));
        } catch (IllegalArgumentException e) {
            // an attachment of the request is for providers only
            throw new MappingFailed("no JSON: " + e.getMessage());
        }
    }

    /** What a call of a service with a batch carries. */
    static Optional<Consignment> consignment(Exchange exchange, Parcel parcel) {
        return parcel.service().call().batch().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(exchange.getVariable(CONSIGNMENT, Consignment.class));
    }

    /** The parcel this exchange carries. */
    static Parcel parcel(Exchange exchange) {
        return Objects.requireNonNull(exchange.getVariable(PARCEL, Parcel.class));
    }

    /** The top-level fields of a mapped request. */
    static final class Fields extends LinkedHashMap<Object, @Nullable Object> {
        private static final long serialVersionUID = 1L;

        static Fields of(@Nullable Object mapped) {
            var fields = new Fields();
            if (mapped instanceof Map<?, ?> map) {
                fields.putAll(map);
            }
            return fields;
        }
    }

    /** When its mapping began, by {@link System#nanoTime}. */
    static long begun(Exchange exchange) {
        var started = Objects.requireNonNull(exchange.getVariable(STARTED, Started.class));
        return started.nanos() - started.mapping();
    }

    /** @param mapping nanoseconds the mapping took */
    record Started(java.time.Instant at, long nanos, int bytes, long mapping) {}
}
