package vn.lgsp.gateway.delivery.signing;

import vn.lgsp.gateway.connector.MappingFailed;

/** The key a call must be signed with cannot be used now. Nothing of the call is at fault: it waits for the key. */
public final class KeyUnfit extends MappingFailed {
    private static final long serialVersionUID = 1L;
    /** No key can be read. */
    public static final String MISSING = "signing-key-missing";
    /** Its certificate is not valid at this time. */
    public static final String EXPIRED = "signing-key-expired";

    private final String code;

    KeyUnfit(String code, String message) {
        super(message);
        this.code = code;
    }

    /** {@link #MISSING} or {@link #EXPIRED}. */
    public String code() {
        return code;
    }
}
