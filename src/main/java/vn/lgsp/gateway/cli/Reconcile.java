package vn.lgsp.gateway.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vn.lgsp.gateway.ledger.Books.Period;
import vn.lgsp.gateway.ledger.Reconciliation;
import vn.lgsp.gateway.ledger.Vietnam;

/** Proves that the books are exact, or says where they are not: 0 exact, 1 a difference, 2 wrong usage, 3 no database. */
@Command(name = "reconcile", mixinStandardHelpOptions = true, description = "Counts every transaction again: accepted = delivered + rejected + unknown + exhausted + expired"
        + " + cancelled + pending, counters against rows, pending transactions against the queue. Exit code 0: exact;"
        + " 1: a difference; 2: wrong usage; 3: no database.")
final class Reconcile implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--from", paramLabel = "<time>", description = "received from then on: 2026-11-25 (Vietnam's day) or 2026-11-25T07:00+07:00; whole minutes")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "<time>", description = "received before that")
    private @Nullable String to;

    @Option(names = "--service", paramLabel = "<id>", description = "one service only")
    private @Nullable String service;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Option(names = "--set", paramLabel = "<key=value>", description = "a setting, as the gateway takes it: spring.datasource.url=…")
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        var period = period();
        var database = Setup.database(settings.stream().map(one -> "--" + one).toArray(String[]::new));
        var books = new Reconciliation(database).books(period, Optional.ofNullable(service));
        var out = spec().commandLine().getOut();
        out.print(json ? Ledgers.json(books) : Ledgers.table(books));
        out.flush();
        return books.exact() ? 0 : 1;
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    private Optional<Period> period() {
        if (from == null && to == null) {
            return Optional.empty();
        }
        var begin = from == null ? Instant.EPOCH : time("--from", from);
        var end = to == null ? Instant.parse("9999-12-31T00:00:00Z") : time("--to", to);
        if (!begin.isBefore(end)) {
            throw wrong("--from must lie before --to");
        }
        return Optional.of(new Period(begin, end));
    }

    private Instant time(String option, String text) {
        try {
            var at = text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(Vietnam.TIME).toInstant();
            if (!at.equals(at.truncatedTo(ChronoUnit.MINUTES))) {
                throw wrong(option + " must be a whole minute: the counters know no less");
            }
            return at;
        } catch (DateTimeParseException e) {
            throw wrong(option + " `" + text + "` is no time like 2026-11-25 or 2026-11-25T07:00+07:00");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec().commandLine(), message);
    }
}
