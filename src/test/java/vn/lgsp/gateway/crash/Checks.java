package vn.lgsp.gateway.crash;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import vn.lgsp.gateway.crash.Books.Row;
import vn.lgsp.gateway.crash.Sent.Kind;

/** What callers were told, against what the ledger says. */
final class Checks {
    private static final Set<Kind> WAITING = EnumSet.of(Kind.PAYMENT, Kind.LOOK_UP);
    /** Done, refused by the provider, called in vain, no answer in time: what came of a call. */
    private static final Set<Integer> OUTCOMES = Set.of(200, 422, 502, 504);

    private final Collection<Sent> sent;
    private final Books books;

    Checks(Collection<Sent> sent, Books books) {
        this.sent = sent;
        this.books = books;
    }

    List<Finding> all() {
        return List.of(lost(), once(), repeats(), honest(), told(), inProgress());
    }

    /** The promise itself; the negative controls must find something here. */
    Finding lost() {
        var finding = new Finding("answered 2xx, and recorded under that very transaction");
        for (var one : sent) {
            if (one.yes()) {
                var row = one.id() == null ? null : books.byId.get(UUID.fromString(one.id()));
                finding.expect(row != null && named(row, one), one);
            }
        }
        return finding;
    }

    /** A payment that came to nothing may be asked for again under its key: those that came to nothing do not count. */
    private Finding once() {
        var finding = new Finding("recorded once per idempotency key");
        var keys = new HashMap<String, Integer>();
        sent.stream().filter(one -> one.kind != Kind.LOOK_UP).forEach(one -> keys.merge(one.kind.service + " "
                + one.number, 1, Integer::sum));
        var records = new HashMap<String, Integer>();
        books.rows.stream()
                .filter(row -> row.origin().equals("caller") && !row.refused() && keys.containsKey(name(row))
                        && !(row.mode()
                                .equals("NOW") && row.state().equals("EXHAUSTED")))
                .forEach(row -> records.merge(name(row), 1,
                        Integer::sum));
        records.forEach((name, count) -> finding.expect(count <= keys.get(name), name + ": " + count
                + " transactions for " + keys.get(name) + " keys"));
        return finding;
    }

    private static String name(Row row) {
        return row.service() + " " + row.key();
    }

    private Finding repeats() {
        var finding = new Finding("a repeat is answered with the first transaction, which holds the key");
        for (var one : sent) {
            if (one.yes() && one.kind != Kind.LOOK_UP) {
                finding.expect(one.other() == null && String.valueOf(one.id()).equals(String.valueOf(books.byKey.get(
                        one.key))), one + " other " + one.other() + " holder " + books.byKey.get(one.key));
            }
        }
        return finding;
    }

    /** An outcome is recorded before it is told: what could not be recorded was answered 503, and is no outcome. */
    Finding honest() {
        var finding = new Finding("a waiting caller was told what the ledger says");
        for (var one : sent) {
            if (WAITING.contains(one.kind) && OUTCOMES.contains(one.status())) {
                var row = one.id() == null ? null : books.byId.get(UUID.fromString(one.id()));
                finding.expect(row != null && named(row, one) && !contradicts(one.status(), row.state()), one + " is "
                        + (row == null ? "nowhere" : row));
            }
        }
        return finding;
    }

    private static boolean named(Row row, Sent one) {
        return row.service().equals(one.kind.service) && row.key().equals(one.number);
    }

    private static boolean contradicts(int status, String state) {
        return status == 200 && !state.equals("DELIVERED") || status == 422 && !state.equals("REJECTED");
    }

    /** Whoever did not wait is called back when it is settled, once. */
    private Finding told() {
        var finding = new Finding("settled later, and the caller called back once");
        var calls = new HashMap<UUID, List<Row>>();
        books.rows.stream().filter(row -> row.origin().equals("callback") && row.parent() != null).forEach(row -> calls
                .computeIfAbsent(row.parent(), none -> new ArrayList<>()).add(row));
        Predicate<Row> called = row -> row.mode().equals("LATER") && row.caller().equals("one-stop") && row.origin()
                .equals("caller") && !row.refused() && !List.of("RECEIVED", "DELIVERING").contains(row.state());
        books.rows.stream().filter(called)
                .forEach(row -> finding.expect(calls.getOrDefault(row.id(), List.of()).stream()
                        .map(Row::state).toList().equals(List.of("DELIVERED"))
                        || refused(calls.getOrDefault(row.id(), List
                                .of())),
                        row + " " + calls.get(row.id())));
        return finding;
    }

    /** The one-stop system may refuse a callback, or be down too long for it: then that stands in the ledger. */
    private static boolean refused(List<Row> calls) {
        return calls.size() == 1 && List.of("REJECTED", "EXHAUSTED").contains(calls.getFirst().state());
    }

    private Finding inProgress() {
        return new Finding("nothing in progress for ever").none(books.waiting()).none(books.forgotten());
    }

    static boolean rising(List<Integer> places) {
        var seen = new HashSet<Integer>();
        for (int i = 0; i < places.size(); i++) {
            if (!seen.add(places.get(i)) || i > 0 && places.get(i) < places.get(i - 1)) {
                return false;
            }
        }
        return true;
    }
}
