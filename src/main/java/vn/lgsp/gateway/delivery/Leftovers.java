package vn.lgsp.gateway.delivery;

import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.attachment.Attachment;
import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.delivery.Outcome.Delivered;
import vn.lgsp.gateway.ledger.Attachments;

/** Attachments of answers that no record will hold: forgotten as soon as that is known. */
@Component
class Leftovers {
    private final Attachments attachments;

    Leftovers(Attachments attachments) {
        this.attachments = attachments;
    }

    /** Of a read, the reply keeps what it hands on; of a write, the answer is kept whole; of a failure, what it was is told. */
    Passage forgotten(Parcel parcel, Passage passage) {
        if (!parcel.service().partsAnswers() || !Parted.is(passage.answer())) {
            return passage;
        }
        var brought = Parted.in(passage.answer()).stream().map(Attachment::id);
        if (!(passage.outcome() instanceof Delivered(var reply))) {
            attachments.discard(brought.toList());
            return new Passage(passage.attempt(), passage.verdict(), passage.outcome(), Json.write(Attachment.labelled(
                    Json.kept(passage.answer()))), passage.shares());
        }
        if (parcel.service().effect() == Effect.READ) {
            var handedOn = Parted.in(reply.bytes()).stream().map(Attachment::id).collect(Collectors.toSet());
            attachments.discard(brought.filter(id -> !handedOn.contains(id)).toList());
        }
        return passage;
    }
}
