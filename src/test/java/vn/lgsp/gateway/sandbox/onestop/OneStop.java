package vn.lgsp.gateway.sandbox.onestop;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import vn.lgsp.gateway.sandbox.wire.Answer;
import vn.lgsp.gateway.sandbox.wire.Call;
import vn.lgsp.gateway.sandbox.wire.Json;
import vn.lgsp.gateway.sandbox.wire.StandIn;

/** The one-stop system: takes what the gateway hands over, once, and says what is due for a dossier. */
public final class OneStop implements StandIn {
    private static final String DUES = "/lgsp/dues/";
    private static final String DOSSIERS = "/lgsp/dossiers/";

    private final OneStopSettings settings;
    private final InstantSource clock;
    private final Inbox inbox = new Inbox();
    private final Map<String, Long> dues = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> dossiers = new ConcurrentHashMap<>();
    private final AtomicInteger unsigned = new AtomicInteger();
    private volatile boolean anyTime;

    public OneStop(OneStopSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "one-stop";
    }

    @Override
    public String connector() {
        return "one-stop";
    }

    @Override
    public String service(Call call) {
        return call.path().startsWith(DUES)
                ? "dues"
                : call.path().startsWith(DOSSIERS)
                        ? "find-dossier"
                        : call.path().substring(call.path().lastIndexOf('/') + 1);
    }

    @Override
    public boolean opens(String service) {
        return false;
    }

    @Override
    public Answer answer(Call call) {
        var asked = call.method().equals("GET");
        if (!asked || call.header("webhook-id").isPresent()) {
            var fault = Signature.fault(call, settings.secret(), clock.instant(), anyTime);
            if (fault.isPresent()) {
                unsigned.incrementAndGet();
                return Answer.json(401, Map.of("error", fault.get()));
            }
        }
        return !asked
                ? taken(call)
                : call.path().startsWith(DUES)
                        ? due(call.path().substring(DUES.length()))
                        : found(call.path().substring(DOSSIERS.length()));
    }

    private Answer found(String maHoSo) {
        return Answer.json(dossiers.getOrDefault(maHoSo, Json.object("maHoSo", maHoSo, "timThay", false)));
    }

    /** It holds a dossier of this owner, in one of the states 1 to 10. */
    public void holds(String maHoSo, String soDinhDanh, int state) {
        dossiers.put(maHoSo, Json.object("maHoSo", maHoSo, "timThay", true, "maTTHC", "1.001193", "tenTTHC",
                "Đăng ký khai sinh", "trangThaiHoSo", state, "donViXuLy", "UBND phường Tam Kỳ", "canBoXuLy",
                "QNM.CB.0012", "ngayTiepNhan", "2026-03-02T08:00:00+07:00", "ngayHenTra", "2026-03-05T17:00:00+07:00",
                "viecCanLam", null, "chuHoSo", Json.object("hoTen", "Nguyễn Thị Thử", "soDinhDanh", soDinhDanh)));
    }

    private Answer taken(Call call) {
        if (!call.json().isObject()) {
            return Answer.json(400, Map.of("error", "not a JSON object"));
        }
        var fresh = inbox.take(call.path(), call.header("webhook-id").orElse(""), call.json());
        return Answer.json(Map.of("received", true, "repeated", !fresh));
    }

    private Answer due(String maHoSo) {
        var amount = dues.get(maHoSo);
        if (amount == null) {
            return Answer.json(Json.object("timThay", false, "maHoSo", maHoSo));
        }
        var fee = Json.object("loaiPhiLePhi", "2", "maPhiLePhi", "PLP-01", "tenPhiLePhi", "Lệ phí", "soTien", amount);
        return Answer.json(Json.object("timThay", true, "maHoSo", maHoSo, "soTien", amount, "maDichVu", "2", "maDVC",
                "1.003560.01",
                "tenDVC", "Cấp giấy phép xây dựng", "maTTHC", "1.003560", "tenTTHC",
                "Cấp giấy phép xây dựng nhà ở riêng lẻ", "maDonVi", "000.12.00.H47", "tenDonVi", "UBND phường Tam Kỳ",
                "phiLePhi", amount == 0 ? List.of() : List.of(fee), "tkThuHuong", "0011000000000", "maNHThuHuong",
                "VCB", "tenTKThuHuong", "UBND phuong Tam Ky", "hoTenNguoiNop", "Nguyễn Thị Thử", "soCMNDNguoiNop",
                "049090000001", "diaChiNguoiNop", "Tam Kỳ"));
    }

    @Override
    public Answer refusal() {
        return Answer.json(422, Map.of("error", "Dữ liệu không hợp lệ"));
    }

    /** What came to an address, e.g. {@code /lgsp/payments}, the last 5,000. */
    public List<Delivery> received(String path) {
        return inbox.all(path);
    }

    /** How often a webhook id came. */
    public int times(String webhookId) {
        return inbox.times(webhookId);
    }

    /** How many different webhook ids were about a key (event, transaction, payment, dossier). */
    public int about(String path, String key) {
        return inbox.about(path, key);
    }

    /** Calls refused for their signature. */
    public int unsigned() {
        return unsigned.get();
    }

    /** What a dossier's citizen has to pay; 0 = nothing (any more). */
    public void due(String maHoSo, long dong) {
        dues.put(maHoSo, dong);
    }

    /** Signatures of any age are taken, for tests that move the gateway's clock. */
    public void anyTime(boolean on) {
        anyTime = on;
    }

    @Override
    public void expire() {
        // there is nothing to expire: each call is signed
    }

    @Override
    public Map<String, Object> state(int most) {
        var state = inbox.shown(most);
        state.put("unsigned", unsigned.get());
        return state;
    }

    @Override
    public Map<String, Object> state(String key) {
        return inbox.about(key);
    }

    @Override
    public void reset() {
        inbox.clear();
        dues.clear();
        dossiers.clear();
        unsigned.set(0);
        anyTime = false;
    }
}
