package vn.lgsp.gateway.crash;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

import vn.lgsp.gateway.crash.Sent.Kind;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.payment.Payment;
import vn.lgsp.gateway.sandbox.portal.Dossier;
import vn.lgsp.gateway.sandbox.post.Order;

/** What took effect at the providers, against what the ledger says. */
final class Effects {
    private static final String CONFIRM = "payment.confirm";
    private static final Set<String> HANDED_OVER = Set.of("one-stop.notify", CONFIRM, "postal.track");
    /** TrangThaiGD. */
    private static final int PAID = 1;

    private final Map<String, List<Sent>> byNumber;
    private final Books books;
    private final Sandbox sandbox;
    private final Finding done = new Finding("DELIVERED, and it took effect");
    private final Finding once = new Finding("took effect once");
    private final Finding intended = new Finding("took effect, and stands in the ledger");
    private final Finding order = new Finding("took effect in the order of its dossier");

    Effects(Collection<Sent> sent, Books books, Sandbox sandbox) {
        this.byNumber = sent.stream().collect(Collectors.groupingBy(one -> one.number));
        this.books = books;
        this.sandbox = sandbox;
    }

    List<Finding> all() {
        byNumber.forEach((number, sends) -> {
            versions(number, of(sends, Kind.DOSSIER));
            steps(number, of(sends, Kind.PROGRESS));
            payments(number, of(sends, Kind.PAYMENT));
            orders(number, of(sends, Kind.ORDER));
        });
        sandbox.portal().dossiers().forEach(dossier -> intended.expect(byNumber.containsKey(dossier.maHoSo()), dossier
                .maHoSo()));
        return List.of(done, once, intended, order, handedOver(), arrived(books, sandbox.oneStop()::times), events());
    }

    private static List<Sent> of(List<Sent> sends, Kind kind) {
        return sends.stream().filter(one -> one.kind == kind).sorted(java.util.Comparator.comparingInt(
                one -> one.place)).toList();
    }

    private boolean delivered(Sent one) {
        var row = books.of(one);
        return row != null && row.state().equals("DELIVERED");
    }

    /** Versions overwrite: one that is sent again right away changes nothing, one that comes back later undoes others. */
    private void versions(String number, List<Sent> sends) {
        var dossier = sandbox.portal().dossier(number);
        var seen = new ArrayList<String>();
        dossier.map(Dossier::statuses).orElse(List.of()).forEach(state -> {
            if (seen.isEmpty() || !seen.getLast().equals(state)) {
                seen.add(state);
            }
        });
        sends.stream().filter(this::delivered).forEach(one -> done.expect(seen.contains(one.traces.getFirst()), one));
        dossier.ifPresent(one -> once.expect(one.inserts() == 1, number + " inserted " + one.inserts()));
        follow(number, seen, sends);
    }

    private void steps(String number, List<Sent> sends) {
        var steps = sandbox.portal().dossier(number).map(Dossier::steps).orElse(Map.of());
        var seen = steps.keySet().stream().map(step -> step.split(" \\| ")[2]).toList();
        sends.stream().filter(this::delivered).forEach(one -> done.expect(seen.containsAll(one.traces), one));
        steps.forEach((step, times) -> once.expect(times == 1, number + " " + step + " " + times + " times"));
        follow(number, seen, sends);
    }

    /** What was seen is a part of what was sent, in its order; and everything seen is recorded. */
    private void follow(String number, List<String> seen, List<Sent> sends) {
        var sent = sends.stream().flatMap(one -> one.traces.stream()).toList();
        var places = seen.stream().map(sent::indexOf).toList();
        order.expect(Checks.rising(places), number + ": " + seen + " of " + sent);
        for (var one : sends) {
            if (one.traces.stream().anyMatch(seen::contains)) {
                intended.expect(books.of(one) != null, one);
            }
        }
    }

    private void payments(String number, List<Sent> sends) {
        var inits = sandbox.payment().initsOf(number);
        for (var one : sends) {
            once.expect(inits <= 1, one + " opened " + inits + " times");
            done.expect(!delivered(one) || inits > 0, one);
            var row = books.of(one);
            intended.expect(inits == 0 || row != null && List.of("DELIVERED", "UNKNOWN").contains(row.state()), one
                    + " is " + (row == null ? "nowhere" : row.state() + " " + row.code()));
        }
    }

    private void orders(String number, List<Sent> sends) {
        for (var one : sends) {
            var there = sandbox.post().order(number + "-TKQ").isPresent();
            done.expect(there || !delivered(one), one);
            intended.expect(!there || books.of(one) != null, one);
        }
    }

    /** Nothing was handed over to the one-stop system under two names. */
    @SuppressWarnings("unchecked")
    private Finding handedOver() {
        var state = sandbox.state(1_000_000).get("one-stop");
        var doubled = state instanceof Map<?, ?> map ? map.get("doubled") : Map.of();
        return new Finding("handed over to the one-stop system under one name").none(((Map<String, Object>) doubled)
                .entrySet().stream().map(String::valueOf).toList());
    }

    /**
     * What the ledger says was handed over to the one-stop system came there.
     *
     * @param times how often a webhook id came: it is the transaction's
     */
    static Finding arrived(Books books, ToIntFunction<String> times) {
        var finding = new Finding("DELIVERED to the one-stop system, and it arrived there");
        books.rows.stream().filter(row -> HANDED_OVER.contains(row.service()) && row.state().equals("DELIVERED"))
                .forEach(row -> finding.expect(times.applyAsInt(row.id().toString()) > 0, row));
        return finding;
    }

    /**
     * A payment's CONFIRM is not sent again once it is acknowledged: then it must be there, once.
     *
     * @param payments as the platform knew them before the books were read
     */
    static Finding confirmed(Collection<Payment> payments, Books books) {
        var finding = new Finding("a CONFIRM that was acknowledged stands in the ledger, once");
        var records = books.rows.stream().filter(row -> row.service().equals(CONFIRM) && !row.refused()).collect(
                Collectors.groupingBy(Books.Row::key, Collectors.counting()));
        payments.stream().filter(one -> one.confirmsAcknowledged() > 0).forEach(one -> {
            var row = books.under(one.maThamChieu() + "/" + one.maGiaoDich() + "/" + result(one));
            var times = records.getOrDefault(one.maHoSo(), 0L);
            finding.expect(row != null && row.service().equals(CONFIRM) && row.key().equals(one.maHoSo()) && times == 1,
                    one + " is " + (row == null ? "nowhere" : row) + ", one of " + times);
        });
        return finding;
    }

    /** MaLoi of a CONFIRM, which belongs to its key. */
    private static String result(Payment payment) {
        return payment.state() == PAID ? "00" : "01";
    }

    /** Every event of the post became one transaction. */
    private Finding events() {
        var finding = new Finding("every event of the post became one transaction");
        var records = books.rows.stream().filter(row -> row.service().equals("postal.track")).collect(Collectors
                .groupingBy(Books.Row::key, Collectors.counting()));
        sandbox.post().orders().stream().collect(Collectors.toMap(one -> one.orderNumber().replace("-TKQ", ""),
                Order::events)).forEach(
                        (number, events) -> finding.expect(records.getOrDefault(number, 0L) == events
                                .size(), number + ": " + events + " are " + records.get(number)));
        return finding;
    }
}
