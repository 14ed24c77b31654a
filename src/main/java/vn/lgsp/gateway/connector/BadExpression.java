package vn.lgsp.gateway.connector;

import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Text;

/** A rule or mapping does not compile; line and column (from 1) are relative to the expression's own text. */
public class BadExpression extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Place place;
    private final String vi;

    public BadExpression(Place place, String cause) {
        this(place, Text.same(cause));
    }

    public BadExpression(Place place, Text cause) {
        super(cause.en(), null, false, false);
        this.place = place;
        this.vi = cause.vi();
    }

    public Text cause() {
        return new Text(vi, String.valueOf(getMessage()));
    }

    public Place place() {
        return place;
    }
}
