package vn.lgsp.gateway.swap;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.ledger.ConnectorVersions;
import vn.lgsp.gateway.ledger.Recurring;

/** Forgets, on one node at a time, versions nobody can want to go back to; who served what when stays in the history. */
@Component
public class OldVersions implements Recurring.Source {
    private static final Logger log = LoggerFactory.getLogger(OldVersions.class);

    private final ConnectorVersions versions;
    private final SwapSettings settings;
    private final Clock clock;

    OldVersions(ConnectorVersions versions, SwapSettings settings, Clock clock) {
        this.versions = versions;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public List<Recurring.Job> jobs() {
        return List.of(new Recurring.Job("old-versions", Duration.ofHours(1), this::forget));
    }

    /** Forgets those that are beyond both limits now. */
    public void forget() {
        var forgotten = versions.forget(settings.kept(), clock.instant().minus(settings.keptFor()));
        if (forgotten > 0) {
            log.info("versions.forgotten count={}", forgotten);
        }
    }
}
