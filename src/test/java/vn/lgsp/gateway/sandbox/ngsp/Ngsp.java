package vn.lgsp.gateway.sandbox.ngsp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import vn.lgsp.gateway.sandbox.wire.Answer;
import vn.lgsp.gateway.sandbox.wire.Call;
import vn.lgsp.gateway.sandbox.wire.Json;
import vn.lgsp.gateway.sandbox.wire.Sessions;
import vn.lgsp.gateway.sandbox.wire.StandIn;

/** The national data platform (NGSP): tokens that end, and the seven services of five databases behind them. */
public final class Ngsp implements StandIn {
    private static final String TOKEN = "token";
    private static final String LIST = "Category";
    private static final List<String> CONNECTORS = List.of("business-registration", "civil-status", "judicial-record",
            "shared-catalogue", "social-insurance");

    private final NgspSettings settings;
    private final Sessions tokens;
    private final Registry registrations;
    private final Registry applications;
    private final CivilStatus civilStatus;
    private final JudicialRecords judicialRecords;

    public Ngsp(NgspSettings settings, InstantSource clock) {
        this.settings = settings;
        tokens = new Sessions(clock, settings.tokenTtl());
        registrations = new Registry(clock, settings.step(), List.of(1, 3, 4), 2);
        applications = new Registry(clock, settings.step(), List.of(3, 4, 5), -1);
        civilStatus = new CivilStatus(registrations);
        judicialRecords = new JudicialRecords(applications);
    }

    @Override
    public String name() {
        return "ngsp";
    }

    @Override
    public String connector() {
        return CONNECTORS.getFirst();
    }

    @Override
    public List<String> connectors() {
        return CONNECTORS;
    }

    @Override
    public String service(Call call) {
        return call.path().contains("/" + LIST + "/") ? LIST : call.path().substring(call.path().lastIndexOf('/') + 1);
    }

    @Override
    public boolean opens(String service) {
        return service.equals(TOKEN);
    }

    @Override
    public Answer answer(Call call) {
        var service = service(call);
        if (service.equals(TOKEN)) {
            return token(call);
        }
        var bearer = call.header("Authorization").filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()));
        if (bearer.filter(tokens::knows).isEmpty()) {
            return Answer.json(401, Map.of("fault", Json.object("code", 900901, "message", "Invalid Credentials",
                    "description", "Access failure for API: invalid access token"))).with("WWW-Authenticate", "Bearer");
        }
        return switch (service) {
            case "chiTietDoanhNghiep" -> Registers.enterprise(call.parameter("msdn").orElse(""));
            case "getTraCuuTtHgdByMaSoBhxh" -> Registers.member(Json.text(call.json(), "maSoBhxh"));
            case LIST -> Registers.list(call.path().substring(call.path().lastIndexOf('/') + 1));
            case "dangKyHoTich" -> civilStatus.register(call.json());
            case "traTrangThaiHoSo" -> civilStatus.state(call.json());
            case "nhanHoSoDangKy" -> judicialRecords.submit(call.json());
            case "traTrangThaiHs" -> judicialRecords.state(call.json());
            default -> refusal();
        };
    }

    private Answer token(Call call) {
        var pair = settings.client() + ":" + settings.secret();
        var right = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        if (!call.header("Authorization").orElse("").equals(right)) {
            return Answer.json(401, Map.of("error", "invalid_client"));
        }
        if (!"client_credentials".equals(Call.parameters(call.text()).get("grant_type"))) {
            return Answer.json(400, Map.of("error", "unsupported_grant_type"));
        }
        return Answer.json(Json.object("access_token", tokens.open(), "scope", "default", "token_type", "Bearer",
                "expires_in", tokens.life().toSeconds()));
    }

    @Override
    public Answer refusal() {
        return Answer.json(404, Map.of("fault", Json.object("code", 900906, "message",
                "No matching resource found for given API Request")));
    }

    @Override
    public Answer refusal(Call call) {
        return switch (service(call)) {
            case "chiTietDoanhNghiep" -> Registers.noEnterprise("Dữ liệu không hợp lệ");
            case "getTraCuuTtHgdByMaSoBhxh" -> Registers.nobody();
            case LIST -> Registers.noList();
            case "dangKyHoTich", "traTrangThaiHoSo" -> CivilStatus.incorrect();
            case "nhanHoSoDangKy", "traTrangThaiHs" -> JudicialRecords.incorrect();
            default -> refusal();
        };
    }

    /** A registration of civil status. */
    public Optional<Handed> registration(String maHoSo) {
        return registrations.find(maHoSo);
    }

    /** An application for a judicial record. */
    public Optional<Handed> application(String maHoSo) {
        return applications.find(maHoSo);
    }

    /** Lets a dossier come to its next state now; false when there is none. */
    public boolean advance(String maHoSo) {
        return registrations.advance(maHoSo) | applications.advance(maHoSo);
    }

    /** Lets a registration want a supplement; false when there is none that could. */
    public boolean wantSupplement(String maHoSo) {
        return registrations.want(maHoSo);
    }

    /** Time between two states of a dossier. */
    public void step(Duration time) {
        registrations.step(time);
        applications.step(time);
    }

    /** New tokens live this long. */
    public void tokensLast(Duration time) {
        tokens.last(time);
    }

    @Override
    public void expire() {
        tokens.forget();
    }

    @Override
    public Map<String, Object> state(int most) {
        return Json.object("registrations", registrations.all().size(), "applications", applications.all().size(),
                "repeats", repeats(registrations) + repeats(applications), "byRegistration", shown(registrations, most),
                "byApplication", shown(applications, most));
    }

    private static int repeats(Registry registry) {
        return registry.all().stream().mapToInt(Handed::repeats).sum();
    }

    private static Map<String, Object> shown(Registry registry, int most) {
        var all = registry.all();
        var shown = new LinkedHashMap<String, Object>();
        all.stream().skip(Math.max(0, all.size() - most)).forEach(one -> shown.put(one.number(), Json.object("taken",
                one.taken(), "repeats", one.repeats(), "state", one.state())));
        return shown;
    }

    @Override
    public Map<String, Object> state(String key) {
        var found = new LinkedHashMap<String, Object>();
        registration(key).ifPresent(one -> found.put("registration", one));
        application(key).ifPresent(one -> found.put("application", one));
        return found;
    }

    @Override
    public void reset() {
        registrations.clear();
        applications.clear();
        step(settings.step());
        tokens.forget();
        tokens.last(settings.tokenTtl());
    }
}
