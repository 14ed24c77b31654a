package vn.lgsp.gateway.swap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.CallerSettings;
import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.caller.CallersFile;
import vn.lgsp.gateway.ledger.NodeCallers;

/** Notices that {@code callers.yaml} has changed; with faults the callers known before stay. Tells when nodes differ. */
@Component
public class CallersWatch {
    private static final Logger log = LoggerFactory.getLogger(CallersWatch.class);

    /** @param what all that is wrong, with lines */
    public record Fault(Instant since, String what) {}

    private final CallerSettings settings;
    private final Callers callers;
    private final NodeCallers nodes;
    private final Clock clock;
    private @Nullable String settled;
    private @Nullable String moving;
    /** The text whose callers are known. */
    private @Nullable String known;
    private volatile @Nullable Fault fault;
    private volatile @Nullable Fault difference;

    CallersWatch(CallerSettings settings, Callers callers, NodeCallers nodes, Clock clock) {
        this.settings = settings;
        this.callers = callers;
        this.nodes = nodes;
        this.clock = clock;
    }

    /** What is wrong with the file as it is now, or that the nodes do not all go by the same. */
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault).or(() -> Optional.ofNullable(difference));
    }

    void begin() {
        settled = read();
        known = settled;
    }

    /** Looks once. */
    void look() {
        follow();
        compare();
    }

    private void follow() {
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
            known = text;
            fault = null;
            log.info("callers.known count={}", callers.all().size());
        } catch (IllegalStateException faulty) {
            fault = new Fault(clock.instant(), String.valueOf(faulty.getMessage()));
            log.error("callers.not-taken {}", faulty.getMessage());
        }
    }

    /** Each node reads a file of its own; while one is being changed after the other they differ for a while. */
    private void compare() {
        var mine = known;
        if (mine == null) {
            return;
        }
        var told = nodes.tell(version(mine));
        var before = difference;
        if (told.stream().map(NodeCallers.Told::version).distinct().count() < 2) {
            difference = null;
        } else {
            var what = told.stream().map(one -> one.node() + " " + one.version()).collect(Collectors.joining(", ",
                    "các nút dùng tệp khác nhau / the nodes go by different files: ", ""));
            difference = new Fault(before == null ? clock.instant() : before.since(), what);
            if (before == null) {
                log.warn("callers.differ {}", what);
            }
        }
    }

    private static String version(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(
                    StandardCharsets.UTF_8))).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
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
