package vn.lgsp.gateway.sandbox.province;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Answer;
import vn.lgsp.gateway.sandbox.wire.Call;
import vn.lgsp.gateway.sandbox.wire.Json;
import vn.lgsp.gateway.sandbox.wire.StandIn;
import vn.lgsp.gateway.sandbox.wire.Tokens;

/** The province's own systems on one port: Qoffice, the civil servants' database, the IOC and the staff app. */
public final class Province implements StandIn {
    private static final String OFFICER = "QNM.CB.0012";

    private final ProvinceSettings settings;
    private final Qoffice qoffice;
    private final Tokens tokens;
    private final Map<String, List<JsonNode>> periods = new LinkedHashMap<>();
    private final Map<String, Map<String, JsonNode>> changes = new LinkedHashMap<>();
    private final Map<String, JsonNode> messages = new LinkedHashMap<>();

    public Province(ProvinceSettings settings, InstantSource clock) {
        this.settings = settings;
        this.qoffice = new Qoffice(settings.qoffice(), clock);
        this.tokens = new Tokens(settings.egov(), settings.egovSecret(), clock, Duration.ofHours(1));
    }

    @Override
    public String name() {
        return "province";
    }

    @Override
    public String connector() {
        return "qoffice";
    }

    @Override
    public List<String> connectors() {
        return List.of("qoffice", "civil-servants", "ioc", "egov");
    }

    @Override
    public String service(Call call) {
        return call.path().startsWith("/api/v1/officers/")
                ? "officers"
                : call.path().substring(call.path().lastIndexOf('/') + 1);
    }

    @Override
    public boolean opens(String service) {
        return service.equals("token");
    }

    @Override
    public Answer answer(Call call) {
        return switch (service(call)) {
            case "officers" -> keyed(call, settings.civilServants(), () -> officer(call));
            case "indicators" -> keyed(call, settings.ioc(), () -> indicators(call.json()));
            case "token" -> tokens.give(call);
            case "notifications" -> tokens.refusal(call).orElseGet(() -> notified(call.json()));
            default -> qoffice.answer(call);
        };
    }

    private static Answer keyed(Call call, String key, Supplier<Answer> work) {
        return call.header("X-API-Key").filter(key::equals).isPresent()
                ? work.get()
                : Answer.json(403, Json.object("code", "403", "message", "Không có quyền"));
    }

    private synchronized Answer officer(Call call) {
        var code = call.path().substring(call.path().lastIndexOf('/') + 1);
        if (!code.equals(OFFICER)) {
            return said("404", "Không tìm thấy cán bộ", null);
        }
        var made = changes.computeIfAbsent(code, unseen -> new LinkedHashMap<>());
        if (call.method().equals("GET")) {
            return said("0", "", Json.object("fullName", "Phạm Văn Thử", "identityNumber", "049080000001", "unit", Json
                    .object("organId", "000.00.12.H47", "name", "UBND phường Tam Kỳ"), "position", "Chuyên viên",
                    "state",
                    1, "salary", 4.32));
        }
        made.putIfAbsent(Json.text(call.json(), "changeId"), call.json());
        return said("0", "Đã cập nhật", Json.object("version", made.size()));
    }

    private synchronized Answer indicators(JsonNode set) {
        var told = periods.computeIfAbsent(Json.text(set, "kyTu"), from -> new ArrayList<>());
        told.add(set);
        return said(told.size() == 1 ? "0" : "01", "", null);
    }

    private synchronized Answer notified(JsonNode message) {
        if (!Json.text(message, "recipient").equals(OFFICER)) {
            return refusal();
        }
        var before = messages.putIfAbsent(Json.text(message, "messageId"), message);
        return Answer.json(Json.object("status", before == null ? "accepted" : "duplicate", "id", messages.size()));
    }

    private static Answer said(String code, String message, @Nullable Object data) {
        return Answer.json(Json.object("code", code, "message", message, "data", data));
    }

    @Override
    public Answer refusal() {
        return Answer.json(Json.object("code", "422", "status", "refused", "errorCode", "NO_ACCOUNT", "message",
                "Dữ liệu không hợp lệ"));
    }

    public Qoffice qoffice() {
        return qoffice;
    }

    /** What the IOC was told of each period, by its start; more than one set is a doubled effect. */
    public synchronized Map<String, List<JsonNode>> periods() {
        return new LinkedHashMap<>(periods);
    }

    /** Changes made to an officer's profile, in their order. */
    public synchronized List<JsonNode> changes(String officer) {
        return new ArrayList<>(changes.getOrDefault(officer, Map.of()).values());
    }

    /** What the staff app shows, by message id. */
    public synchronized Optional<JsonNode> message(String id) {
        return Optional.ofNullable(messages.get(id));
    }

    @Override
    public void expire() {
        tokens.forget();
    }

    @Override
    public synchronized Map<String, Object> state(int most) {
        return Json.object("documents", qoffice.papers().size(), "events", qoffice.events().size(), "periods", periods
                .size(), "changes", changes.values().stream().mapToInt(Map::size).sum(), "messages", messages.size());
    }

    @Override
    public Map<String, Object> state(String key) {
        var papers = qoffice.papers().stream().filter(one -> one.documentId().equals(key)).toList();
        return papers.isEmpty() ? Map.of() : Json.object("documents", papers);
    }

    @Override
    public synchronized void reset() {
        qoffice.clear();
        periods.clear();
        changes.clear();
        messages.clear();
        tokens.forget();
    }
}
