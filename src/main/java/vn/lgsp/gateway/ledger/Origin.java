package vn.lgsp.gateway.ledger;

import java.util.Locale;

/** Why a transaction exists. */
public enum Origin {
    CALLER, CALLBACK, FOLLOW, UNDO, FEED, SCHEDULE, REPLAY;

    /** As the ledger and the APIs spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Origin of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
