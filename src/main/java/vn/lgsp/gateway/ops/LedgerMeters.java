package vn.lgsp.gateway.ops;

import org.springframework.stereotype.Component;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import vn.lgsp.gateway.ledger.Ledger;

/** What services that may be answered unrecorded owe the ledger, so that a success rate that lacks them is known to. */
@Component
class LedgerMeters implements MeterBinder {
    private final Ledger ledger;

    LedgerMeters(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("gateway.ledger.postponed", ledger, Ledger::postponed).description(
                "Answered reads that wait to be recorded").register(registry);
        Gauge.builder("gateway.ledger.unrecorded", ledger, Ledger::unrecorded).description(
                "Answered reads this process will never record").register(registry);
    }
}
