package vn.lgsp.gateway.intake;

import java.util.UUID;

import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.connector.Operations;
import vn.lgsp.gateway.connector.Service;

/**
 * A request whose sender may use the service it asks for.
 *
 * @param caller by its key, or whom the service's proof would show it to be
 * @param identity how far we know that it is this caller
 * @param id of the transaction it becomes
 */
record Arrival(Request request, Operations.Match match, Caller caller, Identity identity, UUID id) {

    /** How a caller is known. */
    enum Identity {
        /** It has sent its key. */
        BY_KEY,
        /** Only the proof in its body can show it, which has not been looked at yet. */
        TO_BE_PROVED
    }

    Service service() {
        return match.service();
    }
}
