package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Signatures;
import vn.lgsp.gateway.connector.Signing;
import vn.lgsp.gateway.connector.xml.Dialect;
import vn.lgsp.gateway.delivery.signing.Signer;
import vn.lgsp.gateway.ledger.Attachments;

/** What a call says beside its body, and what proves that it is ours. */
@Component
class CallHeaders {
    /** Where the span begins: after {@code 00-}, 32 digits of the trace and a dash. */
    private static final int SPAN = 36;

    private final Clock clock;
    private final Attachments attachments;
    private final Signer signer;

    CallHeaders(Clock clock, Attachments attachments, Signer signer) {
        this.clock = clock;
        this.attachments = attachments;
        this.signer = signer;
    }

    /** Those of the destination, the format, the trace and the login; the last two may be signed over the body. */
    Map<String, String> of(Parcel parcel, byte @Nullable [] body) {
        var destination = parcel.service().call().destination();
        var headers = new LinkedHashMap<>(destination.headers());
        Dialect.headers(parcel.service().call().format(), body != null).forEach(headers::putIfAbsent);
        if (parcel.service().call().streamed()) {
            headers.put("Accept", "*/*");
        }
        if (parcel.transaction().traceparent() != null) {
            headers.put("traceparent", nextHop(parcel.transaction().traceparent()));
        }
        headers.putAll(parcel.access().headers());
        if (destination.auth() instanceof Auth.Webhook webhook) {
            headers.putAll(webhook(parcel, webhook, body));
        }
        return headers;
    }

    private Map<String, String> webhook(Parcel parcel, Auth.Webhook webhook, byte @Nullable [] body) {
        var id = parcel.transaction().id();
        if (!Mapping.parted(body, parcel)) {
            return WebhookSignature.headers(webhook.secret(), id, clock.instant(), body == null ? new byte[0] : body);
        }
        try (var whole = Parted.of(Objects.requireNonNull(body)).stream(attachments)) {
            return WebhookSignature.headers(webhook.secret(), id, clock.instant(), mac -> {
                var buffer = new byte[16 * 1024];
                for (int read = whole.read(buffer); read >= 0; read = whole.read(buffer)) {
                    mac.update(buffer, 0, read);
                }
            });
        } catch (IOException e) {
            throw new MappingFailed("it cannot be signed: " + e.getMessage());
        }
    }

    /** What is computed over the whole call. */
    Map<String, String> signed(Parcel parcel, String address, byte @Nullable [] body) {
        return parcel.service().call().destination().signing().map(signing -> signing.headers(sending(parcel, address,
                body), Parcel.facts(parcel.transaction(), parcel.attempt()))).orElse(Map.of());
    }

    /** The same trace, a span of our own (W3C Trace Context). */
    private static String nextHop(String traceparent) {
        return traceparent.substring(0, SPAN) + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1,
                Long.MAX_VALUE)) + traceparent.substring(SPAN + 16);
    }

    /** What is declared under {@code sign}. */
    Signer.Signed sealed(Signatures signatures, Parcel parcel, String address, byte @Nullable [] body) {
        if (Mapping.parted(body, parcel)) {
            throw new MappingFailed("it cannot be signed: it holds an attachment");
        }
        return signer.sign(signatures, sending(parcel, address, body), Parcel.facts(parcel.transaction(), parcel
                .attempt()));
    }

    private Signing.Sending sending(Parcel parcel, String address, byte @Nullable [] body) {
        return new Signing.Sending(parcel.service().call().method(), URI.create(parcel.address() + address), clock
                .instant(), body);
    }
}
