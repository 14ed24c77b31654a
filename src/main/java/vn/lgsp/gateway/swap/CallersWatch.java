package vn.lgsp.gateway.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.CallerSettings;
import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.caller.CallersFile;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Serving;
import vn.lgsp.gateway.connector.faults.DeclarationFault;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;
import vn.lgsp.gateway.ledger.NodeCallers;

/**
 * Notices that {@code callers.yaml} has changed; with faults the callers known before stay. Tells of services it names
 * that are not served, and when nodes differ.
 */
@Component
public class CallersWatch {
    private static final Logger log = LoggerFactory.getLogger(CallersWatch.class);

    public record Fault(Instant since, List<DeclarationFault> what) {}

    private final CallerSettings settings;
    private final Callers callers;
    private final NodeCallers nodes;
    private final Serving serving;
    private final NotServed notServed;
    private final Clock clock;
    private @Nullable String settled;
    private @Nullable String moving;
    /** The text whose callers are known. */
    private @Nullable String known;
    /** What the file says now, taken or not. */
    private @Nullable CallersFile said;
    private volatile @Nullable Fault refused;
    private volatile @Nullable Fault strangers;
    private volatile @Nullable Fault difference;

    CallersWatch(CallerSettings settings, Callers callers, NodeCallers nodes, Serving serving, NotServed notServed,
            Clock clock) {
        this.settings = settings;
        this.callers = callers;
        this.nodes = nodes;
        this.serving = serving;
        this.notServed = notServed;
        this.clock = clock;
    }

    /** What is wrong with the file as it is now, which services it names in vain, and that the nodes do not agree. */
    public Optional<Fault> fault() {
        return Stream.of(Optional.ofNullable(refused), Optional.ofNullable(strangers), Optional.ofNullable(difference))
                .flatMap(Optional::stream).reduce((one, other) -> new Fault(one.since.isBefore(other.since)
                        ? one.since
                        : other.since, Stream.concat(one.what.stream(), other.what.stream()).toList()));
    }

    /** Whether the file as it is now was not taken, so that the callers known before stay. */
    public boolean refused() {
        return refused != null;
    }

    void begin() {
        settled = read();
        known = settled;
        said = settled == null ? null : file(settled, new Faults());
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
        var faults = new Faults();
        var file = file(text, faults);
        var read = file.callers(faults);
        said = file;
        refused = since(refused, faults);
        if (faults.isEmpty()) {
            callers.know(read);
            known = text;
            log.info("callers.known count={}", callers.all().size());
        } else {
            log.error("callers.not-taken {}", faults.list());
        }
    }

    /** Services come and go while the file stays; what a connector that is not served has is not known. */
    void meet() {
        var mine = said;
        if (mine == null) {
            return;
        }
        var faults = new Faults();
        mine.strangers(serving.services().keySet(), this::judged, faults);
        var before = strangers;
        strangers = since(before, faults);
        if (before == null && strangers != null) {
            log.warn("callers.strangers {}", faults.list());
        }
    }

    private boolean judged(String service) {
        var connector = Service.connectorOf(service);
        return serving.connectors().containsKey(connector) || !notServed.holds(connector);
    }

    private CallersFile file(String text, Faults faults) {
        return new CallersFile(Yaml.read(settings.file().toString(), text, faults));
    }

    /** Each node reads a file of its own; while one is being changed after the other they differ for a while. */
    private void compare() {
        var mine = known;
        if (mine == null) {
            return;
        }
        var told = nodes.tell(version(mine));
        var faults = new Faults();
        if (told.stream().map(NodeCallers.Told::version).distinct().count() > 1) {
            faults.add(Place.of(settings.file().toString()), new Text("các nút dùng tệp khác nhau: ",
                    "the nodes go by different files: ").and(
                            told.stream().map(one -> one.node() + " " + one.version())
                                    .collect(Collectors.joining(", "))));
        }
        var before = difference;
        difference = since(before, faults);
        if (before == null && difference != null) {
            log.warn("callers.differ {}", faults.list());
        }
    }

    private @Nullable Fault since(@Nullable Fault before, Faults now) {
        return now.isEmpty() ? null : new Fault(before == null ? clock.instant() : before.since, now.list());
    }

    private static String version(String text) {
        return DigestUtils.sha256Hex(text).substring(0, 12);
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
