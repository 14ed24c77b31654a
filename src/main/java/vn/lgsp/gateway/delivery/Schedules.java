package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.ledger.Entry;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.Periods;
import vn.lgsp.gateway.ledger.Recurring;
import vn.lgsp.gateway.ledger.State;

/** Opens, for each period that is over, one transaction that carries the gateway's figures of it: once over all nodes. */
@Component
public class Schedules implements Recurring.Source {
    private static final Logger log = LoggerFactory.getLogger(Schedules.class);
    /** What was counted in a period is committed by then, on every node. */
    static final Duration LAG = Duration.ofMinutes(1);
    /** After a long silence of the gateway the rest follows after the next period. */
    private static final int CAUGHT_UP_AT_ONCE = 500;

    private final Catalogue catalogue;
    private final Settlement settlement;
    private final Ledger ledger;
    private final LedgerSearch search;
    private final DeliveryQueue queue;
    private final Clock clock;

    Schedules(Catalogue catalogue, Settlement settlement, Ledger ledger, LedgerSearch search, DeliveryQueue queue,
            Clock clock) {
        this.catalogue = catalogue;
        this.settlement = settlement;
        this.ledger = ledger;
        this.search = search;
        this.queue = queue;
        this.clock = clock;
    }

    @Override
    public List<Recurring.Job> jobs() {
        return catalogue.services().values().stream().flatMap(service -> service.links().period().map(
                length -> Recurring.Job.afterEach("schedule-" + service.id(), new Periods(length), LAG,
                        () -> run(service.id())))
                .stream()).toList();
    }

    /**
     * Opens what is missing: the first time the last period, later all that ended since. How far it got is the service's
     * cursor; a period is known by its start, so that two nodes at once open it once.
     */
    public void run(String id) {
        // a version that has just come may have no such service, or no such schedule, any more
        catalogue.service(id)
                .ifPresent(service -> service.links().period().ifPresent(length -> run(service, new Periods(
                        length))));
    }

    private void run(Service service, Periods periods) {
        var id = service.id();
        var now = clock.instant().minus(LAG);
        var from = ledger.cursor(id).map(Instant::parse).orElseGet(() -> periods.startOfLast(now));
        for (int n = 0; n < CAUGHT_UP_AT_ONCE && !periods.endAfter(from).isAfter(now); n++) {
            var to = periods.endAfter(from);
            open(service, from, to);
            from = to;
        }
        queue.ring(service.call().destination().name());
    }

    private void open(Service service, Instant from, Instant to) {
        var figures = figures(from, to);
        var key = service.entry().key().map(rule -> rule.text(figures, Map.of("settings", service.settings()))).orElse(
                null);
        var opening = settlement.open(service, null, Origin.SCHEDULE, service.connector(), key, Json.write(figures),
                Duration.ZERO);
        ledger.write(new Entry.Fed(service.id(), to.toString(), clock.instant(), List.of(new Entry.Item(from.toString(),
                opening))));
        log.info("schedule.period service={} from={} to={}", service.id(), from, to);
    }

    /** {@code {from, to, services: [{service, received, delivered, rejected, …}]}}: services of which anything was counted. */
    private Map<String, Object> figures(Instant from, Instant to) {
        var services = new TreeMap<String, Map<String, Object>>();
        for (var total : search.counted(catalogue.services().keySet(), from, to)) {
            services.computeIfAbsent(total.service(), Schedules::nothing).put(name(total.state()), total.n());
        }
        var figures = new LinkedHashMap<String, Object>();
        figures.put("from", local(from));
        figures.put("to", local(to));
        figures.put("services", new ArrayList<>(services.values()));
        return figures;
    }

    private static Map<String, Object> nothing(String service) {
        var row = new LinkedHashMap<String, Object>();
        row.put("service", service);
        Arrays.stream(State.values()).filter(state -> state == State.RECEIVED || state.settled()).forEach(
                state -> row.put(name(state), 0L));
        return row;
    }

    private static String name(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String local(Instant at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atOffset(ZoneOffset.ofHours(7)));
    }
}
