package vn.lgsp.gateway.connector;

import java.util.Arrays;

/**
 * What bodies a provider's calls are made of.
 *
 * @param action SOAP: the call's action, which may be empty
 */
public record Format(Kind kind, String action) {
    public static final Format JSON = new Format(Kind.JSON, "");

    /** The kinds a declaration names. */
    public enum Kind {
        JSON("json"), XML("xml"), SOAP_1_1("soap-1.1"), SOAP_1_2("soap-1.2");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As a declaration writes it. */
        public String word() {
            return word;
        }

        /** The kind a declaration writes so; JSON for what none is called. */
        public static Kind of(String word) {
            return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst().orElse(JSON);
        }
    }

    /** Bodies are envelopes. */
    public boolean soap() {
        return kind == Kind.SOAP_1_1 || kind == Kind.SOAP_1_2;
    }
}
