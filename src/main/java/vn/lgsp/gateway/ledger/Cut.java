package vn.lgsp.gateway.ledger;

/** Texts that are kept no longer than so many characters. */
public final class Cut {
    private static final int LONGEST_BUSINESS_KEY = 200;

    private Cut() {}

    /** Its beginning, at most so long, and no half of a character that is written as two. */
    public static String to(int longest, String text) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }

    /** What staff search by and deliveries are ordered by, as it is kept, whoever it comes from. */
    public static String businessKey(String key) {
        return to(LONGEST_BUSINESS_KEY, key);
    }
}
