package vn.lgsp.gateway.ops;

import java.util.List;

import org.springframework.stereotype.Component;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.delivery.Breakers;
import vn.lgsp.gateway.ledger.Totals;

/**
 * Metrics read from the ledger when they are asked for: they equal it, and a restart does not set them back. The count of
 * UNKNOWN may fall, when an inquiry finds out what became of a transaction.
 */
@Component
class LedgerMetrics implements MultiCollector {
    private final Totals totals;
    private final Catalogue catalogue;
    private final Breakers breakers;

    LedgerMetrics(Totals totals, Catalogue catalogue, Breakers breakers, PrometheusRegistry registry) {
        this.totals = totals;
        this.catalogue = catalogue;
        this.breakers = breakers;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        var backlog = totals.backlog();
        return MetricSnapshots.of(transactions(), waiting(backlog), oldest(backlog), open());
    }

    private MetricSnapshot transactions() {
        var counter = CounterSnapshot.builder().name("gateway_transactions").help(
                "Transactions by the state they ended in; RECEIVED counts all that were accepted");
        totals.transactions().forEach(total -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(Labels.of("service", total.service(), "caller", total.caller(), "state", total.state())).value(
                        total.n())
                .build()));
        return counter.build();
    }

    private static MetricSnapshot waiting(List<Totals.Backlog> backlog) {
        var gauge = GaugeSnapshot.builder().name("gateway_backlog").help("Deliveries that wait");
        backlog.forEach(one -> gauge.dataPoint(point(one.destination(), one.waiting())));
        return gauge.build();
    }

    private static MetricSnapshot oldest(List<Totals.Backlog> backlog) {
        var gauge = GaugeSnapshot.builder().name("gateway_backlog_oldest_seconds").help(
                "How long the oldest waiting delivery has been due");
        backlog.forEach(one -> gauge.dataPoint(point(one.destination(), one.oldestSeconds())));
        return gauge.build();
    }

    private MetricSnapshot open() {
        var gauge = GaugeSnapshot.builder().name("gateway_breaker_open").help(
                "1 while calls to the destination are stopped");
        catalogue.connectors().values().forEach(connector -> gauge.dataPoint(point(connector.name(), breakers.state(
                connector.provider()).equals("OPEN") ? 1 : 0)));
        return gauge.build();
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(String destination, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(Labels.of("destination", destination)).value(value)
                .build();
    }
}
