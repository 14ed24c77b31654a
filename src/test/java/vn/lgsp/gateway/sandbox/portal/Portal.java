package vn.lgsp.gateway.sandbox.portal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Answer;
import vn.lgsp.gateway.sandbox.wire.Call;
import vn.lgsp.gateway.sandbox.wire.Json;
import vn.lgsp.gateway.sandbox.wire.Sessions;
import vn.lgsp.gateway.sandbox.wire.StandIn;
import vn.lgsp.gateway.sandbox.wire.Tally;

/** The National Public Service Portal: sessions, dossiers, their steps and states, procedures and code lists. */
public final class Portal implements StandIn {
    private static final String LOGIN = "login";
    private static final int STEPS_AT_ONCE = 10;
    private static final List<Object> ZEROES = List.of(0, "0", "00");

    private final PortalSettings settings;
    private final Sessions sessions;
    private final Submissions submissions;
    private final Dossiers dossiers = new Dossiers();
    private final Tally statuses = new Tally();
    private final Tally answers = new Tally();
    private final AtomicInteger round = new AtomicInteger();

    public Portal(PortalSettings settings, InstantSource clock) {
        this.settings = settings;
        this.sessions = new Sessions(clock, settings.sessionTtl());
        this.submissions = new Submissions(settings, clock);
    }

    @Override
    public String name() {
        return "portal";
    }

    @Override
    public String connector() {
        return "dvcqg";
    }

    @Override
    public String service(Call call) {
        return call.path().endsWith("/login") ? LOGIN : call.json().path("service").asString("?");
    }

    @Override
    public boolean opens(String service) {
        return service.equals(LOGIN);
    }

    @Override
    public Answer answer(Call call) {
        if (call.parameter("dstcode").or(() -> call.header("dstcode")).filter(code -> !code.isBlank()).isEmpty()) {
            return Answer.json(400, error(-1, "Thiếu dstcode"));
        }
        var envelope = call.json();
        if (!envelope.isObject()) {
            return Answer.json(error(-1, "Dữ liệu không phải là JSON"));
        }
        return Answer.json(service(call).equals(LOGIN) ? login(envelope) : asked(envelope));
    }

    @Override
    public Answer refusal() {
        return Answer.json(error(-1, "Dữ liệu không hợp lệ"));
    }

    private Map<String, Object> login(JsonNode given) {
        if (!Json.text(given, "username").equals(settings.username())
                || !Json.text(given, "password").equals(settings.password())) {
            return error(-1, "Tên đăng nhập hoặc mật khẩu không đúng");
        }
        return Json.object("session", sessions.open(), "error_code", 0, "message", "Thành công");
    }

    private Map<String, Object> asked(JsonNode envelope) {
        if (!sessions.knows(Json.text(envelope, "session"))) {
            return error(-2, "Phiên làm việc không hợp lệ hoặc đã hết hạn");
        }
        if (Json.text(envelope, "madonvi").isBlank()) {
            return error(-1, "Thiếu madonvi");
        }
        var service = Json.text(envelope, "service");
        return switch (service) {
            case "DongBoHoSoMC" -> dossiers(envelope);
            case "CapNhatTienDoHoSoMC" -> steps(envelope);
            case "DongBoTrangThaiHoSo" -> Json.text(envelope, "type").equals("2")
                    ? counted(envelope, Rules::status, statuses, "MaHoSo", "TrangThai")
                    : error(-1, "type phải là \"2\"");
            case "DongBoKetQuaHoiDapGuiTuDVCQG" -> counted(envelope, Rules::answer, answers, "HOIDAPID");
            case "TraCuuHoSo" -> result(dossier(Json.text(envelope, "mahoso")).map(Portal::row).stream().toList());
            case "TraCuuTechID" -> result(List.of(Json.object("TECHNICALID",
                    "tech-" + Json.text(envelope, "mstorcmnd"))));
            case "LayThuTuc" -> Catalogues.procedure(Json.text(envelope, "maTTHC"))
                    .map(procedure -> result(List.of(procedure))).orElseGet(() -> result(List.of()));
            default -> Catalogues.list(service).map(this::result)
                    .orElseGet(() -> error(-1, "Dịch vụ " + service + " không tồn tại"));
        };
    }

    private Map<String, Object> dossiers(JsonNode envelope) {
        var items = envelope.path("data").valueStream().toList();
        var fault = fault(items, Rules::dossier);
        if (fault.isPresent()) {
            return error(-1, fault.get());
        }
        return switch (Json.text(envelope, "isUpdating")) {
            case "False" -> dossiers.insert(items) ? done("Đồng bộ thành công") : error(-3, "Hồ sơ đã tồn tại");
            case "True" -> dossiers.update(items) ? done("Cập nhật thành công") : error(-1, "Hồ sơ không tồn tại");
            default -> error(-1, "isUpdating phải là \"True\" hoặc \"False\"");
        };
    }

    private Map<String, Object> steps(JsonNode envelope) {
        var items = envelope.path("data").valueStream().toList();
        if (items.size() > STEPS_AT_ONCE) {
            return error(-1, "Mỗi lần gửi không quá " + STEPS_AT_ONCE + " bước xử lý");
        }
        return fault(items, Rules::step).map(fault -> error(-1, fault)).orElseGet(
                () -> dossiers.append(items) ? done("Cập nhật thành công") : error(-1, "Hồ sơ không tồn tại"));
    }

    private Map<String, Object> counted(JsonNode envelope, Function<JsonNode, Optional<String>> rule, Tally tally,
            String... key) {
        var items = envelope.path("data").valueStream().toList();
        var fault = fault(items, rule);
        if (fault.isPresent()) {
            return error(-1, fault.get());
        }
        items.forEach(item -> tally
                .add(String.join(" ", java.util.Arrays.stream(key).map(name -> Json.text(item, name)).toList())));
        return done("Đồng bộ thành công");
    }

    private static Optional<String> fault(List<JsonNode> items, Function<JsonNode, Optional<String>> rule) {
        return items.isEmpty()
                ? Optional.of("data không được rỗng")
                : items.stream().flatMap(item -> rule.apply(item).stream()).findFirst();
    }

    private Map<String, Object> done(String message) {
        return Json.object("error_code", zero(), "message", message);
    }

    private Map<String, Object> result(List<Map<String, Object>> rows) {
        return Json.object("error_code", zero(), "message", "", "result", rows);
    }

    /** Success as this portal spells it: a number, a text, two digits, by turns. */
    private Object zero() {
        return ZEROES.get(Math.floorMod(round.getAndIncrement(), ZEROES.size()));
    }

    private static Map<String, Object> error(int code, String message) {
        return Json.object("error_code", code, "message", message);
    }

    private static Map<String, Object> row(Dossier dossier) {
        return Json.object("MAHOSO", dossier.maHoSo(), "MATTHC", Json.text(dossier.last(), "MaTTHC"), "TRANGTHAI",
                Json.text(dossier.last(), "TrangThaiHoSo"));
    }

    public Optional<Dossier> dossier(String maHoSo) {
        return dossiers.find(maHoSo);
    }

    public List<Dossier> dossiers() {
        return dossiers.all();
    }

    /** How often the state of a dossier submitted on the portal was set to this code. */
    public long statuses(String maHoSo, String trangThai) {
        return statuses.of(maHoSo + " " + trangThai);
    }

    /** How often a question was answered. */
    public long answers(String hoiDapId) {
        return answers.of(hoiDapId);
    }

    /** New sessions live this long. */
    public void sessionsLast(Duration time) {
        sessions.last(time);
    }

    /** A citizen submits a dossier on the portal: the portal sends it to the gateway. */
    public Submissions submissions() {
        return submissions;
    }

    @Override
    public void expire() {
        sessions.forget();
    }

    @Override
    public Map<String, Object> state(int most) {
        var all = dossiers();
        var shown = new LinkedHashMap<String, Object>();
        all.stream().skip(Math.max(0, all.size() - most)).forEach(one -> shown.put(one.maHoSo(), effects(one)));
        return Json.object("dossiers", all.size(), "inserts", sum(all, Dossier::inserts), "updates",
                sum(all, Dossier::updates), "sameAgain", sum(all, Dossier::sameAgain), "insertsRefused",
                sum(all, Dossier::refused), "steps", sum(all, one -> total(one.steps())), "doubledSteps",
                sum(all, Dossier::doubledSteps), "statuses", statuses.shown(most), "answers", answers.shown(most),
                "byDossier",
                shown);
    }

    @Override
    public Map<String, Object> state(String key) {
        return dossier(key).map(one -> {
            var effects = effects(one);
            effects.put("steps", one.steps());
            effects.put("last", one.last());
            return effects;
        }).orElseGet(Map::of);
    }

    private static Map<String, Object> effects(Dossier one) {
        return Json.object("inserts", one.inserts(), "updates", one.updates(), "sameAgain", one.sameAgain(),
                "insertsRefused", one.refused(), "statuses", one.statuses(), "steps", total(one.steps()),
                "doubledSteps", one.doubledSteps());
    }

    private static int total(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static int sum(List<Dossier> all, java.util.function.ToIntFunction<Dossier> count) {
        return all.stream().mapToInt(count).sum();
    }

    @Override
    public void reset() {
        dossiers.clear();
        statuses.reset();
        answers.reset();
        sessions.forget();
        sessions.last(settings.sessionTtl());
        submissions.reset();
    }
}
