package vn.lgsp.gateway.sandbox.payment;

import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Answer;
import vn.lgsp.gateway.sandbox.wire.Call;
import vn.lgsp.gateway.sandbox.wire.Json;
import vn.lgsp.gateway.sandbox.wire.Outward;
import vn.lgsp.gateway.sandbox.wire.StandIn;
import vn.lgsp.gateway.sandbox.wire.Tally;

/** The Payment Platform: INIT, the citizen who pays or does not, CONFIRM, QUERY and the receipt. */
public final class PaymentPlatform implements StandIn, AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
            .withZone(ZoneId.of("Asia/Ho_Chi_Minh"));

    private final PaymentSettings settings;
    private final InstantSource clock;
    private final Confirmations confirmations;
    private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();
    private final Tally inits = new Tally();
    private final Tally debts = new Tally();
    private final AtomicInteger number = new AtomicInteger();
    private volatile PaymentOptions options = PaymentOptions.USUAL;

    public PaymentPlatform(PaymentSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.confirmations = new Confirmations(settings.confirm());
    }

    @Override
    public String name() {
        return "payment";
    }

    @Override
    public String connector() {
        return "payment";
    }

    @Override
    public String service(Call call) {
        return switch (call.path().substring(call.path().lastIndexOf('/') + 1)) {
            case "init" -> "INIT";
            case "query" -> "QUERY";
            case "bill" -> "GET_BILL";
            case String other -> other.toUpperCase(Locale.ROOT);
        };
    }

    @Override
    public boolean opens(String service) {
        return false;
    }

    @Override
    public Answer answer(Call call) {
        var message = call.json();
        var service = service(call);
        var fault = fault(message, service);
        if (service.equals("INIT")) {
            return init(message, fault);
        }
        return fault.map(text -> Answer.json(error("99", text))).orElseGet(() -> asked(message, service));
    }

    private Optional<String> fault(JsonNode message, String service) {
        if (!Json.text(message, "LoaiBanTin").equals(service)) {
            return Optional.of("LoaiBanTin phải là " + service);
        }
        if (!Json.text(message, "MaDoiTac").equals(settings.partner())) {
            return Optional.of("Mã đối tác không đúng");
        }
        return Checksum.equal(Json.text(message, "MaXacThuc"), Checksum.ofRequest(message, settings.secret()))
                ? Optional.empty()
                : Optional.of("Mã xác thực không đúng");
    }

    private Answer init(JsonNode message, Optional<String> fault) {
        var wrong = fault.or(() -> InitRules.fault(message));
        if (wrong.isPresent()) {
            return initAnswer(error("99", wrong.get()));
        }
        var reference = Json.text(message, "MaThamChieu");
        var attempt = new Attempt(message);
        var earlier = attempts.putIfAbsent(reference, attempt);
        if (earlier != null) {
            earlier.repeated();
            return initAnswer(error("02", "Mã tham chiếu đã tồn tại"));
        }
        inits.add(reference);
        debts.add(attempt.maHoSo());
        if (options.autoPay()) {
            confirmations.later(options.payAfter(), () -> pay(reference));
        }
        return initAnswer(Json.object("MaLoi", "00", "UrlThanhToan",
                "https://thanhtoan.example.vn/pay?ref=" + reference));
    }

    private Answer initAnswer(Map<String, Object> answer) {
        if (!options.wrapped()) {
            return Answer.json(answer);
        }
        var good = "00".equals(answer.get("MaLoi"));
        return Answer.json(Json.object("error_code", good ? "0" : "-1", "message", Json.text(answer)));
    }

    private Answer asked(JsonNode message, String service) {
        var attempt = attempts.get(Json.text(message, "MaThamChieu"));
        if (attempt == null || !attempt.field("ThoiGianGD").equals(Json.text(message, "ThoiGianGD"))) {
            return Answer.json(error("01", "Không tìm thấy giao dịch"));
        }
        if (service.equals("QUERY")) {
            return Answer.json(queried(attempt));
        }
        return attempt.state() == Attempt.PAID
                ? Answer.document("application/pdf", Bill.of(attempt.shown()))
                : Answer.json(error("99", "Giao dịch chưa thành công"));
    }

    private Map<String, Object> queried(Attempt attempt) {
        var answer = Json.object("MaLoi", "00", "MoTaLoi", "");
        answer.putAll(Confirm.message(attempt, attempt.maGiaoDich()));
        answer.put("LoaiBanTin", "QUERY");
        answer.put("MaLoi", "00");
        answer.put("TrangThaiGD", String.valueOf(attempt.state()));
        answer.put("MaXacThuc", Checksum.ofConfirm(answer, settings.secret()));
        return answer;
    }

    private static Map<String, Object> error(String code, String text) {
        return Json.object("MaLoi", code, "MoTaLoi", text);
    }

    /** The citizen pays; false when there is no such pending payment. */
    public boolean pay(String maThamChieu) {
        return ended(maThamChieu, Attempt.PAID);
    }

    /** The citizen's payment fails; false when there is no such pending payment. */
    public boolean fail(String maThamChieu) {
        return ended(maThamChieu, Attempt.FAILED);
    }

    private boolean ended(String maThamChieu, int state) {
        var attempt = attempts.get(maThamChieu);
        if (attempt == null || !attempt.end(state, number(), TIME.format(clock.instant()))) {
            return false;
        }
        var now = options;
        Thread.startVirtualThread(() -> confirmations.send(attempt, confirms(attempt, now), now.tries()));
        return true;
    }

    private List<Confirm> confirms(Attempt attempt, PaymentOptions now) {
        var confirms = new ArrayList<Confirm>();
        if (now.forged()) {
            confirms.add(Confirm.forged(attempt, number()));
        }
        var genuine = Confirm.genuine(attempt, attempt.maGiaoDich(), settings.secret());
        confirms.add(genuine);
        if (now.confirmTwice()) {
            confirms.add(genuine);
        }
        if (now.secondSuccess()) {
            confirms.add(Confirm.genuine(attempt, number(), settings.secret()));
        }
        return confirms;
    }

    private String number() {
        return "PP%s%06d".formatted(TIME.format(clock.instant()).substring(2, 8), number.incrementAndGet());
    }

    /** A citizen wants to pay on the portal by dossier number: the platform asks the gateway what is due. */
    public Outward.Reply lookUpDue(String maHoSo) {
        return Outward.post(settings.dues(), Json.write(Json.object("MaHoSo", maHoSo)),
                Map.of("X-API-Key", settings.apiKey()));
    }

    public Optional<Payment> payment(String maThamChieu) {
        return Optional.ofNullable(attempts.get(maThamChieu)).map(Attempt::shown);
    }

    public List<Payment> payments() {
        return attempts.values().stream().map(Attempt::shown).toList();
    }

    /** INITs that opened a payment for this debt. */
    public long initsOf(String maHoSo) {
        return debts.of(maHoSo);
    }

    public void set(PaymentOptions changed) {
        options = changed;
    }

    public PaymentOptions options() {
        return options;
    }

    @Override
    public Answer refusal() {
        return initAnswer(error("99", "Lỗi khác"));
    }

    @Override
    public void expire() {
        // there is nothing to expire: each message proves itself
    }

    @Override
    public Map<String, Object> state(int most) {
        var all = payments();
        var shown = new LinkedHashMap<String, Object>();
        all.stream().skip(Math.max(0, all.size() - most)).forEach(one -> shown.put(one.maThamChieu(), one));
        return Json.object("inits", inits.total(), "paid", count(all, Attempt.PAID), "pending",
                count(all, Attempt.PENDING), "failed", count(all, Attempt.FAILED), "repeatsRefused",
                all.stream().mapToInt(Payment::repeatsRefused).sum(), "debtsWithSeveralInits", debts.doubled(most),
                "initsByDebt", debts.shown(most), "byReference",
                shown);
    }

    @Override
    public Map<String, Object> state(String key) {
        return payment(key).map(one -> Json.object("payment", one)).orElseGet(Map::of);
    }

    private static long count(List<Payment> all, int state) {
        return all.stream().filter(one -> one.state() == state).count();
    }

    @Override
    public void reset() {
        confirmations.forget();
        attempts.clear();
        inits.reset();
        debts.reset();
        options = PaymentOptions.USUAL;
    }

    @Override
    public void close() {
        confirmations.close();
    }
}
