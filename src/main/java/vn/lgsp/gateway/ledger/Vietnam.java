package vn.lgsp.gateway.ledger;

import java.time.ZoneOffset;

/** Where the days of counters, reports and daily work begin. */
public final class Vietnam {
    /** The same all year. */
    public static final ZoneOffset TIME = ZoneOffset.ofHours(7);

    private Vietnam() {}
}
