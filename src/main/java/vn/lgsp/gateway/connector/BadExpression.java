package vn.lgsp.gateway.connector;

import vn.lgsp.gateway.connector.faults.Place;

/** A rule or mapping does not compile; line and column (from 1) are relative to the expression's own text. */
public class BadExpression extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Place place;

    public BadExpression(Place place, String cause) {
        super(cause, null, false, false);
        this.place = place;
    }

    public Place place() {
        return place;
    }
}
