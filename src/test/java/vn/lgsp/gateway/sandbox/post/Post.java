package vn.lgsp.gateway.sandbox.post;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Answer;
import vn.lgsp.gateway.sandbox.wire.Call;
import vn.lgsp.gateway.sandbox.wire.Json;
import vn.lgsp.gateway.sandbox.wire.Sessions;
import vn.lgsp.gateway.sandbox.wire.StandIn;

/** The public post: tokens, orders, cancellations and the tracking feed. */
public final class Post implements StandIn {
    private static final String TOKEN = "token";
    private static final List<String> REQUIRED = List.of("CustomerCode", "OrderNumber", "SenderProvince",
            "SenderAddress", "SenderName", "SenderTel", "ReceiverName", "ReceiverAddress", "ReceiverTel",
            "ReceiverProvince");
    private static final List<String> NUMBERS = List.of("SenderProvince", "ReceiverProvince", "SenderDistrict",
            "ReceiverDistrict", "CODAmount");

    private final PostSettings settings;
    private final Sessions tokens;
    private final Orders orders;
    private volatile int again;

    public Post(PostSettings settings, InstantSource clock) {
        this.settings = settings;
        this.tokens = new Sessions(clock, settings.tokenTtl());
        this.orders = new Orders(clock, settings.step());
    }

    @Override
    public String name() {
        return "post";
    }

    @Override
    public String connector() {
        return "postal";
    }

    @Override
    public String service(Call call) {
        return switch (call.path()) {
            case "/order/post" -> "create";
            case "/order/cancel" -> "cancel";
            case "/order/tracking" -> "tracking";
            default -> TOKEN;
        };
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
            return Answer.json(401, Map.of("error", "invalid_token")).with("WWW-Authenticate", "Bearer");
        }
        return switch (service) {
            case "create" -> create(call.json());
            case "cancel" -> cancel(call.parameter("OrderNumber").orElse(""));
            default -> page(call);
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
        return Answer.json(Json.object("access_token", tokens.open(), "token_type", "Bearer", "expires_in",
                tokens.life().toSeconds()));
    }

    private Answer create(JsonNode order) {
        var fault = fault(order);
        if (fault.isPresent()) {
            return status("400", fault.get());
        }
        return orders.create(order) ? status("100", "Thành công") : status("101", "Đơn hàng đã tồn tại");
    }

    private static Optional<String> fault(JsonNode order) {
        var missing = REQUIRED.stream().filter(name -> Json.text(order, name).isBlank()).findFirst()
                .map(name -> "Thiếu trường " + name);
        return missing.or(() -> NUMBERS.stream()
                .filter(name -> order.hasNonNull(name) && !order.path(name).isIntegralNumber()).findFirst()
                .map(name -> "Trường " + name + " phải là số nguyên"));
    }

    private Answer cancel(String number) {
        return switch (orders.cancel(number)) {
            case DONE -> status("100", "Đã hủy");
            case DONE_BEFORE -> status("100", "Đơn hàng đã hủy trước đó");
            case TOO_LATE -> status("111", "Đơn hàng đã được thu gom, không thể hủy");
            case UNKNOWN -> status("110", "Đơn hàng không tồn tại");
        };
    }

    private Answer page(Call call) {
        var size = Math.clamp(number(call.parameter("pagesize").orElse("")), 1, 1000);
        var events = orders.after(call.parameter("lastId").orElse(""), size, again);
        var all = orders.events();
        return Answer.json(Json.object("_size", all, "_total_pages", (all + size - 1) / size, "_returned",
                events.size(), "_embedded",
                Json.object("rh:doc", events.stream().map(Orders.Event::document).toList())));
    }

    private static int number(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 100;
    }

    private static Answer status(String code, String message) {
        return Answer.json(Json.object("Status", code, "Message", message));
    }

    @Override
    public Answer refusal() {
        return status("400", "Dữ liệu không hợp lệ");
    }

    public Optional<Order> order(String orderNumber) {
        return orders.find(orderNumber);
    }

    public List<Order> orders() {
        return orders.all();
    }

    /** Events in the feed so far. */
    public int events() {
        return orders.events();
    }

    /** Every order is at its end: no event will come by itself any more. */
    public boolean over() {
        return orders.over();
    }

    /** Lets the next event of an order happen now; false when there is none. */
    public boolean advance(String orderNumber) {
        return orders.advance(orderNumber);
    }

    /** Each page begins with so many events that were given before. */
    public void giveAgain(int events) {
        again = events;
    }

    /** Time between two events, for events that are not due yet. */
    public void step(Duration time) {
        orders.step(time);
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
        var all = orders();
        var shown = new LinkedHashMap<String, Object>();
        all.stream().skip(Math.max(0, all.size() - most)).forEach(one -> shown.put(one.orderNumber(), one));
        return Json.object("orders", all.size(), "repeats", all.stream().mapToInt(Order::repeats).sum(), "cancels",
                all.stream().mapToInt(Order::cancels).sum(), "events", events(), "byOrder", shown);
    }

    @Override
    public Map<String, Object> state(String key) {
        return order(key).map(one -> Json.object("order", one)).orElseGet(Map::of);
    }

    @Override
    public void reset() {
        orders.clear();
        orders.step(settings.step());
        tokens.forget();
        tokens.last(settings.tokenTtl());
        again = 0;
    }
}
