package vn.lgsp.gateway.connector.faults;

/** A sentence for a person, in the two languages the gateway speaks. */
public record Text(String vi, String en) {

    /** What reads the same in both: a name, a sign, or the words of somebody else's program. */
    public static Text same(String words) {
        return new Text(words, words);
    }

    public Text and(Text more) {
        return new Text(vi + more.vi, en + more.en);
    }

    public Text and(String more) {
        return and(same(more));
    }
}
