package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.attachment.Parting;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.shape.Messages;
import vn.lgsp.gateway.connector.xml.MalformedXml;
import vn.lgsp.gateway.ledger.Attachments;
import vn.lgsp.gateway.problem.Problem;
import vn.lgsp.gateway.problem.Problems;

/** What a request carries, in whichever way its service takes it: JSON, XML, with attachments, or in its address. */
@Component
class Contents {
    private final Attachments attachments;
    private final XmlTongue xml;

    Contents(Attachments attachments, XmlTongue xml) {
        this.attachments = attachments;
        this.xml = xml;
    }

    sealed interface Content {
        /**
         * @param body as it is recorded, attachments beside it
         * @param document what it says
         */
        record Legible(byte[] body, @Nullable Object document) implements Content {
            Legible(@Nullable Object document) {
                this(Json.write(document), document);
            }
        }

        record Illegible(Problem problem) implements Content {}
    }

    Content read(Arrival arrival) throws IOException {
        if (arrival.service().takesDocument()) {
            return beside(arrival);
        }
        return arrival.request().method().equals("GET") ? parameters(arrival) : body(arrival);
    }

    Content body(Arrival arrival) throws IOException {
        if (arrival.service().partsBodies()) {
            return parted(arrival);
        }
        var service = arrival.service();
        var read = Bodies.read(arrival.request(), service.entry().limit(), Messages.inXml(service)
                ? Bodies.XML_TOO
                : Bodies.JSON);
        return read.problem().isPresent() && xml.speaks(arrival)
                ? inXml(arrival)
                : read(read, bytes -> new Content.Legible(bytes, Json.read(bytes)));
    }

    /** From here on it is what it would have been in JSON. */
    private Content inXml(Arrival arrival) throws IOException {
        var service = arrival.service();
        return read(Bodies.readXml(arrival.request(), service.entry().limit()), bytes -> new Content.Legible(xml
                .document(service, bytes)));
    }

    private static Content read(Bodies.Read read, Function<byte[], Content> reader) {
        if (read.problem().isPresent()) {
            return new Content.Illegible(read.problem().get());
        }
        try {
            return reader.apply(read.bytes());
        } catch (MalformedJson e) {
            return new Content.Illegible(Problems.malformed(e.detail()));
        } catch (MalformedXml e) {
            return new Content.Illegible(Problems.malformed(e.detail()));
        }
    }

    /** The attachments come to rest before the rest is looked at; those of a body that is not recorded are forgotten. */
    private Content parted(Arrival arrival) throws IOException {
        var entry = arrival.service().entry();
        var parting = new Parting(new Parting.Limits(entry.limit(), entry.attachments()), attachments);
        if (arrival.request().length() > entry.limit() + entry.attachments()) {
            return new Content.Illegible(Problems.tooLarge(entry.limit() + entry.attachments()));
        }
        var read = Bodies.read(arrival.request(), parting);
        return read.problem().<Content>map(Content.Illegible::new)
                .orElseGet(() -> new Content.Legible(read.bytes(), read
                        .document()));
    }

    /** The document is not looked at: it goes on while it arrives. */
    private static Content beside(Arrival arrival) {
        return Bodies.document(arrival.request(), arrival.service()).<Content>map(Content.Illegible::new).orElseGet(
                () -> parameters(arrival));
    }

    private static Content parameters(Arrival arrival) {
        try {
            return new Content.Legible(arrival.match().document(Bodies.query(arrival.request().query())));
        } catch (MalformedJson e) {
            return new Content.Illegible(Problems.badParameter(e.detail()));
        }
    }
}
