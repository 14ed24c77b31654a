package vn.lgsp.gateway.intake;

/** Texts that are kept no longer than so many characters. */
final class Cut {
    private Cut() {}

    /** Its beginning, at most so long, and no half of a character that is written as two. */
    static String to(int longest, String text) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }
}
