package vn.lgsp.gateway.sandbox.wire;

import java.util.Arrays;
import java.util.Locale;

/** What can go wrong at a national system. */
public enum FaultMode {
    /** nothing: it works */
    NONE,
    /** works at once, answers late */
    SLOW,
    /** 503 with {@code Retry-After}, nothing done */
    UNAVAILABLE,
    /** 500, nothing done */
    SERVER_ERROR,
    /** the connection is reset, nothing done */
    RESET_BEFORE,
    /** the work is done, then the connection is reset without an answer */
    RESET_AFTER,
    /** the work is done, the answer's head is sent, then garbage, then the connection ends */
    RESET_MID_BODY,
    /** 200 with a page for people, nothing done */
    HTML,
    /** 200 (or what this system uses) with a refusal, nothing done */
    BUSINESS_ERROR,
    /** every session is forgotten before the call is answered */
    SESSION_EXPIRED,
    /** every token is forgotten before the call is answered */
    TOKEN_EXPIRED,
    /** nothing is done and nothing answered; after 60 s (or the delay) the connection is reset */
    HANG,
    /** nobody listens: connections are refused */
    DOWN,
    /** a little of everything, in the shares of the 2023 case */
    MIX;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException with the list of modes when there is none of that name */
    public static FaultMode of(String label) {
        return Arrays.stream(values()).filter(mode -> mode.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault mode " + label + "; there are "
                        + Arrays.stream(values()).map(FaultMode::label).toList()));
    }
}
