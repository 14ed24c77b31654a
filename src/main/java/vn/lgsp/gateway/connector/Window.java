package vn.lgsp.gateway.connector;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** A time in which a provider is closed for maintenance, in Vietnam's time. */
public sealed interface Window permits WeeklyWindow, DatedWindow {
    ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

    /** The window so written, or none when it is of neither form. */
    static Optional<Window> of(String text) {
        var plain = text.strip().toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
        return DatedWindow.read(plain).<Window>map(dated -> dated).or(() -> WeeklyWindow.read(plain));
    }

    /** When this window ends, if the given time lies in it. */
    Optional<Instant> until(Instant now);

    /** The window as it is written in a declaration. */
    String text();
}
