package vn.lgsp.gateway.cli;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.ledger.Books;
import vn.lgsp.gateway.ledger.Books.Account;
import vn.lgsp.gateway.ledger.State;

/** Shows the books to people and to programs. */
final class Ledgers {
    private Ledgers() {}

    static String table(Books books) {
        var width = books.services().stream().mapToInt(one -> one.service().length()).max().orElse(8);
        var lines = Stream.concat(books.services().stream(), Stream.of(books.total())).map(one -> line(width, one));
        var head = String.format("%-" + width + "s %12s = %s", "service", "accepted", columns().collect(Collectors
                .joining(" + ")));
        var verdict = books.exact()
                ? "exact: counters, rows and queue agree"
                : "NOT exact:\n  " + String.join("\n  ", books.differences());
        return "received " + books.period().map(period -> period.from() + " to " + period.to()).orElse("at any time")
                + ", as of " + books.asOf() + "\n" + head + "\n" + lines.collect(Collectors.joining("\n")) + "\n"
                + verdict + "\n";
    }

    private static Stream<String> columns() {
        return Stream.concat(Books.outcomes().stream().map(Ledgers::name), Stream.of("pending")).map(name -> String
                .format("%10s", name));
    }

    private static String line(int width, Account one) {
        return String.format("%-" + width + "s %12d = %s", one.service(), one.accepted(), Stream.concat(Books.outcomes()
                .stream().map(one::ended), Stream.of(one.pending())).map(n -> String.format("%10d", n)).collect(
                        Collectors.joining(" + ")));
    }

    static String json(Books books) {
        var whole = new LinkedHashMap<String, Object>();
        whole.put("asOf", books.asOf().toString());
        books.period().ifPresent(period -> {
            whole.put("from", period.from().toString());
            whole.put("to", period.to().toString());
        });
        whole.put("exact", books.exact());
        whole.put("total", account(books.total()));
        whole.put("services", books.services().stream().map(Ledgers::account).toList());
        whole.put("differences", books.differences());
        return new String(Json.write(whole), StandardCharsets.UTF_8) + "\n";
    }

    private static Map<String, Object> account(Account one) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("service", one.service());
        shown.put("accepted", one.accepted());
        Books.outcomes().forEach(state -> shown.put(name(state), one.ended(state)));
        shown.put("pending", one.pending());
        shown.put("pendingWithoutWork", one.lost());
        shown.put("workWithoutPending", one.stray());
        shown.put("differingMinutes", one.cells());
        shown.put("differingDays", one.days());
        var counters = new LinkedHashMap<String, Object>();
        one.counters().forEach((state, n) -> counters.put(state == State.RECEIVED ? "accepted" : name(state), n));
        shown.put("counters", counters);
        return shown;
    }

    private static String name(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
