package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.attachment.Parting;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.xml.Dialect;
import vn.lgsp.gateway.ledger.Attachments;

/** Reads what a provider answers, up to what can be judged. */
@Component
class AnswerReader {
    private static final int LARGEST = 64 * 1024 * 1024;

    private final Attachments attachments;
    private final Clock clock;

    AnswerReader(Attachments attachments, Clock clock) {
        this.attachments = attachments;
        this.clock = clock;
    }

    /** Reads the whole answer while the connection's faults can still be told from the provider's words. */
    void read(Exchange exchange) throws IOException {
        var message = exchange.getMessage();
        if (message.getBody() instanceof InputStream stream && !passedThrough(exchange)) {
            try (stream) {
                var parcel = Mapping.parcel(exchange);
                message.setBody(parcel.service().partsAnswers() ? parted(parcel, message, stream) : whole(stream));
            }
        }
    }

    /** A document of a streamed service is not read here: it goes on to the caller while it arrives. */
    private static boolean passedThrough(Exchange exchange) {
        var message = exchange.getMessage();
        return Mapping.parcel(exchange).service().call().streamed() && Integer.valueOf(200).equals(message.getHeader(
                Exchange.HTTP_RESPONSE_CODE, Integer.class)) && !mediaType(message).contains("json");
    }

    private static byte[] whole(InputStream stream) throws IOException {
        var bytes = stream.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw BadAnswer.tooLarge(LARGEST);
        }
        return bytes;
    }

    /** One that holds no attachments is like any other; of one that does and is no JSON nothing is kept. */
    private Object parted(Parcel parcel, Message message, InputStream stream) throws IOException {
        var most = parcel.service().call().answerAttachments();
        var parting = new Parting(new Parting.Limits(LARGEST, most), attachments);
        var until = clock.instant().plus(Uploads.time(most));
        try {
            return parting.read(new Uploads.Timely(stream, until, clock), parted -> parted.holes().isEmpty()
                    ? parted.skeleton()
                    : Answered.of(parcel, new ProviderAnswer(status(message), headers(message), Json.read(parted),
                            true), parted.bytes(), null));
        } catch (MalformedJson e) {
            return Answered.of(parcel, nothing(message, false), new byte[0], null);
        } catch (Parting.TooLarge e) {
            throw BadAnswer.tooLarge(e.limit(), e.pointer());
        } catch (Parting.NotBase64 e) {
            throw BadAnswer.notBase64(e.pointer());
        }
    }

    /** What came, as the parcel's service understands it. */
    static Answered answered(Exchange exchange, Parcel parcel) {
        var message = exchange.getMessage();
        return switch (message.getBody()) {
            case byte[] bytes when bytes.length > 0 ->
                Answered.of(parcel, Dialect.read(parcel.service().call().format(), status(message), headers(message),
                        bytes), own(bytes), null);
            case Answered parted -> parted;
            case InputStream open ->
                Answered.of(parcel, nothing(message, false), new byte[0], new HeldStream(open, exchange));
            case null, default -> Answered.of(parcel, nothing(message, true), new byte[0], null);
        };
    }

    /** A provider's bytes are never taken for an answer we have parted. */
    private static byte[] own(byte[] bytes) {
        return Parted.is(bytes) ? new byte[0] : bytes;
    }

    private static ProviderAnswer nothing(Message message, boolean readable) {
        return new ProviderAnswer(status(message), headers(message), null, readable);
    }

    /** What a document is, by its own word; JSON where it says nothing. */
    static String mediaType(Message message) {
        var type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        return type == null ? "application/json" : type;
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
}
