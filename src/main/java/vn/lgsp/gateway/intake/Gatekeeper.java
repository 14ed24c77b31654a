package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.connector.Operations;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.delivery.Recorded;
import vn.lgsp.gateway.intake.Admission.Refused;
import vn.lgsp.gateway.intake.Arrival.Identity;
import vn.lgsp.gateway.intake.Contents.Content;
import vn.lgsp.gateway.problem.Problems;

/** Decides whether a request may come in: who sends it, and how much; what it says is for the {@link Inspection}. */
@Component
class Gatekeeper {
    /** By which a caller that tries things out asks for one recorded answer. */
    static final String CASE = "Sandbox-Case";
    private static final int LONGEST_CASE = 200;

    private final Callers callers;
    private final Recorded recorded;
    private final Contents contents;
    private final Inspection inspection;

    Gatekeeper(Callers callers, Recorded recorded, Contents contents, Inspection inspection) {
        this.callers = callers;
        this.recorded = recorded;
        this.contents = contents;
        this.inspection = inspection;
    }

    Admission admit(Request request, Operations.Match match, UUID id) throws IOException {
        var service = match.service();
        var known = callers.byKey(request.header("X-API-Key"));
        var caller = known.or(() -> proving(service));
        if (caller.isEmpty()) {
            return new Refused(Problems.unknownCaller());
        }
        if (!caller.get().may(service.id())) {
            return new Refused(Problems.notAllowed(service.id()));
        }
        if (known.isPresent() && !callers.admit(known.get())) {
            return new Refused(Problems.quotaExceeded(known.get().quota()));
        }
        var arrival = new Arrival(request, match, caller.get(), known.isPresent()
                ? Identity.BY_KEY
                : Identity.TO_BE_PROVED, id);
        return admit(arrival, contents::read);
    }

    /** How the content of a request is read. */
    private interface Way {
        Content read(Arrival arrival) throws IOException;
    }

    private Admission admit(Arrival arrival, Way way) throws IOException {
        return arrival.caller().sandbox() ? tried(arrival, way) : read(arrival, way);
    }

    private Admission read(Arrival arrival, Way way) throws IOException {
        return switch (way.read(arrival)) {
            case Content.Legible(var body, var document) -> inspection.admit(arrival, body, document);
            case Content.Illegible(var problem) -> new Refused(problem);
        };
    }

    /** Recorded answers are to answer it: there must be some, and the one it asks for. */
    private Admission tried(Arrival arrival, Way way) throws IOException {
        var service = arrival.service();
        var cases = recorded.cases(service);
        var asked = arrival.request().header(CASE);
        var admission = cases.isEmpty()
                ? new Refused(Problems.nothingRecorded(service.id()))
                : asked != null && !cases.contains(asked)
                        ? new Refused(Problems.noSuchCase(asked.substring(0, Math.min(asked.length(), LONGEST_CASE)),
                                service.id(), cases))
                        : read(arrival, way);
        return admission instanceof Refused refused ? refused.inSandbox() : admission;
    }

    /** An item of a batch whose sender is known and has paid for it. */
    Admission admitItem(Request request, Operations.Match match, Caller caller, UUID id) throws IOException {
        if (!caller.may(match.service().id())) {
            return new Refused(Problems.notAllowed(match.service().id()));
        }
        var arrival = new Arrival(request, match, caller, Identity.BY_KEY, id);
        return admit(arrival, contents::body);
    }

    /** A request that was read already, of a sender who is known and has paid for it. */
    Admission admitRead(Request request, Operations.Match match, Caller caller, UUID id, @Nullable Object document)
            throws IOException {
        return caller.may(match.service().id())
                ? admit(new Arrival(request, match, caller, Identity.BY_KEY, id), _ -> new Content.Legible(document))
                : new Refused(Problems.notAllowed(match.service().id()));
    }

    private Optional<Caller> proving(Service service) {
        return service.entry().inbound().filter(inbound -> inbound.proof().isPresent()).flatMap(
                Service.Inbound::caller).flatMap(callers::byName);
    }
}
