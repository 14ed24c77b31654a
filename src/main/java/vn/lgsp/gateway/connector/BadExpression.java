package vn.lgsp.gateway.connector;

import java.util.Set;
import java.util.TreeSet;

import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Suggestion;
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

    /**
     * It reads a variable that is not there.
     *
     * @param given those that are bound where it stands
     */
    public static BadExpression unbound(Place place, String name, Set<String> given) {
        var known = new TreeSet<>(given).stream().map(one -> "$" + one).toList();
        return new BadExpression(place, new Text("không có biến `$", "there is no variable `$").and(name + "`").and(
                new Text(" ở đây", " here")).and(Suggestion.text("$" + name, known)).and(known.isEmpty()
                        ? new Text("; ở đây không có biến nào", "; there is none here")
                        : new Text("; các biến ở đây: ", "; those here are: ").and(String.join(", ", known))));
    }

    public Text cause() {
        return new Text(vi, String.valueOf(getMessage()));
    }

    public Place place() {
        return place;
    }
}
