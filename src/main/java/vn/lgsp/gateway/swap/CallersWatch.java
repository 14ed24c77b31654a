package vn.lgsp.gateway.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.CallerSettings;
import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.caller.CallersFile;

/** Notices that {@code callers.yaml} has changed; with faults the callers known before stay. */
@Component
public class CallersWatch {
    private static final Logger log = LoggerFactory.getLogger(CallersWatch.class);

    /** @param what all that is wrong, with lines */
    public record Fault(Instant since, String what) {}

    private final CallerSettings settings;
    private final Callers callers;
    private final Clock clock;
    private @Nullable String settled;
    private @Nullable String moving;
    private volatile @Nullable Fault fault;

    CallersWatch(CallerSettings settings, Callers callers, Clock clock) {
        this.settings = settings;
        this.callers = callers;
        this.clock = clock;
    }

    /** What is wrong with the file as it is now. */
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    void begin() {
        settled = read();
    }

    /** Looks once. */
    void look() {
        var text = read();
        if (text == null || text.equals(settled)) {
            moving = null;
        } else if (text.equals(moving)) {
            take(text);
            settled = text;
            moving = null;
        } else {
            moving = text;
        }
    }

    private void take(String text) {
        try {
            callers.know(CallersFile.parse(settings.file(), text));
            fault = null;
            log.info("callers.known count={}", callers.all().size());
        } catch (IllegalStateException faulty) {
            fault = new Fault(clock.instant(), String.valueOf(faulty.getMessage()));
            log.error("callers.not-taken {}", faulty.getMessage());
        }
    }

    private @Nullable String read() {
        try {
            return Files.readString(settings.file());
        } catch (IOException e) {
            log.debug("callers.unreadable", e);
            return null;
        }
    }
}
