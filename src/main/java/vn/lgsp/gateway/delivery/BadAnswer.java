package vn.lgsp.gateway.delivery;

import java.io.IOException;

/** An answer came and cannot be used: it is too large, or packed in a way that cannot be undone. Its reason goes to people. */
final class BadAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;

    private BadAnswer(String code, String reason) {
        super(reason);
        this.code = code;
    }

    static BadAnswer tooLarge(long most) {
        return new BadAnswer("answer-too-large", "the answer is larger than " + most + " bytes");
    }

    /** @param pointer to the attachment that was one too many; empty for the rest of the answer */
    static BadAnswer tooLarge(long most, String pointer) {
        return pointer.isEmpty()
                ? tooLarge(most)
                : new BadAnswer("answer-too-large", "the answer's attachments are larger than " + most + " bytes at "
                        + pointer);
    }

    /** @param pointer to the text */
    static BadAnswer notBase64(String pointer) {
        return new BadAnswer("answer-not-base64", pointer + " begins with 64 KB of Base64 and is something else");
    }

    static BadAnswer packed(String how) {
        return new BadAnswer("answer-not-unpacked", how);
    }

    String code() {
        return code;
    }
}
