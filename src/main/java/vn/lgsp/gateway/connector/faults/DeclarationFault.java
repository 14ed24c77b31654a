package vn.lgsp.gateway.connector.faults;

/** What is wrong with a connector's folder, for the person who edits it: where, which rule, what was probably meant. */
public record DeclarationFault(Place place, Text message) {

    @Override
    public String toString() {
        return place + ": " + message.en();
    }
}
