package vn.lgsp.gateway.delivery;

import java.util.Map;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Service.Inquiry;
import vn.lgsp.gateway.delivery.Outcome.Content;
import vn.lgsp.gateway.delivery.Outcome.Delivered;
import vn.lgsp.gateway.delivery.Outcome.Rejected;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Outcome.Unknown;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Entry.Progress;

/** Finds out what became of a write whose answer was lost, by the read its connector names; never sends it again blindly. */
@Component
class Inquiries {
    private final Catalogue catalogue;
    private final Courier courier;
    private final Settlement settlement;
    private final Portions portions;

    Inquiries(Catalogue catalogue, Courier courier, Settlement settlement, Portions portions) {
        this.portions = portions;
        this.catalogue = catalogue;
        this.courier = courier;
        this.settlement = settlement;
    }

    Progress ask(Service service, Claim claim) {
        var inquiry = service.links().inquiry().orElseThrow();
        var asked = catalogue.service(inquiry.service()).orElseThrow();
        var part = portions.lost(service, claim);
        var trip = courier.send(question(part, asked, inquiry, claim), claim);
        return switch (trip.outcome()) {
            case Delivered(var answer) when inquiry.known().holds(answer.document(), Map.of("settings", service
                    .settings())) ->
                part.last()
                        ? settlement.settled(service, claim, settlement.once(service, found(service, inquiry, answer,
                                trip)))
                        : settlement.partKnown(claim, trip);
            case Delivered _ -> settlement.notKnown(claim, trip);
            // a question that was refused has not been answered: least of all with "not known"
            case Rejected _,Unavailable _,Unknown _ -> settlement.inquireLater(service, claim, trip);
        };
    }

    private static Parcel question(Parcel part, Service asked, Inquiry inquiry, Claim claim) {
        var request = inquiry.request().evaluate(part.portion(), Map.of("transaction", Parcel.facts(claim.transaction(),
                1), "settings", part.service().settings()));
        return Parcel.of(asked, claim.transaction(), request, Json.write(request), claim.ended() + 1);
    }

    /** The inquiry's answer, told as the answer of the service it was asked about. */
    private static Trip found(Service service, Inquiry inquiry, Content answer, Trip trip) {
        var document = inquiry.reply().map(mapping -> {
            try {
                return mapping.evaluate(answer.document(), Map.of("settings", service.settings()));
            } catch (MappingFailed e) {
                return null;
            }
        }).orElse(answer.document());
        return new Trip(trip.attempts(), new Delivered(new Content(document, Json.keep(document),
                "application/json")), trip.answer().length == 0 ? new byte[0] : trip.answer());
    }
}
