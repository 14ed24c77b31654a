package vn.lgsp.gateway.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.Json;
import vn.lgsp.gateway.sandbox.wire.Outward;

/** What the control endpoint can do. An empty answer means there is no such thing. */
final class Commands {
    private static final int SHOWN = 100;
    private static final String HELP = """
            GET    /                                this help
            GET    /state[?all]                     counts of every stand-in (the last 100 keys, or all)
            GET    /state/{system}/{key}            what was done for one dossier, payment, order or event
            PUT    /faults/{system}                 {"mode":"slow","delayMs":2000,"times":3}
                     system  portal, payment, population, post, one-stop, ngsp, exchange, province
                     mode    none slow unavailable server-error reset-before reset-after reset-mid-body html
                             business-error session-expired token-expired hang down mix
                     limits  times, probability + seed, forMs, service ("*" = also the login)
                     more    delayMs (slow, hang, mix), retryAfter (unavailable), factor (mix)
            DELETE /faults[/{system}]               no faults
            PUT    /options/portal                  {"sessionSeconds":600}
            PUT    /options/payment                 {"autoPay":true,"payAfterMs":1000,"wrapped":false,
                                                     "confirmTwice":false,"secondSuccess":false,"forged":false,"tries":30}
            PUT    /options/post                    {"tokenSeconds":3600,"stepMs":3000,"giveAgain":0}
            PUT    /options/exchange                {"giveAgain":0}
            PUT    /options/province                {"anyTime":false}
            PUT    /options/one-stop                {"anyTime":false,"dues":{"H47.12-231005-0012":75000}}
            PUT    /options/ngsp                    {"tokenSeconds":3600,"stepMs":60000}
            POST   /payment/{maThamChieu}/pay       the citizen pays: CONFIRM with MaLoi 00
            POST   /payment/{maThamChieu}/fail      the payment fails: CONFIRM with MaLoi 01
            POST   /payment/{maHoSo}/look-up-due    the platform asks the gateway what is due
            POST   /postal/{orderNumber}/advance    the order's next event happens now
            POST   /ngsp/{maHoSo}/advance           the dossier comes to its next state now
            POST   /ngsp/{maHoSo}/supplement        the registration wants a supplement (state 2)
            POST   /exchange/{maVanBan}/send        somebody sends us a document, with the body as its attachment
            POST   /portal/expire-sessions          every session is forgotten
            POST   /portal/submit-dossier           the portal sends a dossier (the body, or a sample) to the gateway
            POST   /reset                           everything is forgotten, faults too
            """;

    private final Sandbox sandbox;

    Commands(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    Optional<Object> run(String method, String path, Map<String, String> query, byte[] body) {
        var parts = List.of(path.substring(1).split("/", -1));
        var first = parts.getFirst();
        return switch (method + " " + first + " " + parts.size()) {
            case "GET  1" -> Optional.of(HELP);
            case "GET state 1" -> Optional.of(sandbox.state(query.containsKey("all") ? Integer.MAX_VALUE : SHOWN));
            case "GET state 3" -> found(sandbox.on(system(parts.get(1))).state(parts.get(2)));
            case "PUT faults 2" -> done(() -> sandbox.on(system(parts.get(1))).set(Fault.of(object(body))));
            case "DELETE faults 1" -> done(sandbox::endFaults);
            case "DELETE faults 2" -> done(() -> sandbox.on(system(parts.get(1))).set(Fault.NONE));
            case "PUT options 2" -> options(system(parts.get(1)), object(body));
            case "POST reset 1" -> done(sandbox::reset);
            case "POST payment 3", "POST postal 3", "POST post 3", "POST ngsp 3" -> acted(parts);
            case "POST exchange 3" -> parts.get(2).equals("send")
                    ? done(() -> sandbox.exchange().send(parts.get(1), "Văn bản thử", body))
                    : Optional.empty();
            case "POST portal 2" -> portal(parts.get(1), body);
            default -> Optional.empty();
        };
    }

    private Optional<Object> acted(List<String> parts) {
        var key = parts.get(1);
        return switch (parts.get(2)) {
            case "pay" -> happened(sandbox.payment().pay(key));
            case "fail" -> happened(sandbox.payment().fail(key));
            case "look-up-due" -> answered(sandbox.payment().lookUpDue(key));
            case "advance" -> happened(parts.getFirst().equals("ngsp")
                    ? sandbox.ngsp().advance(key)
                    : sandbox.post().advance(key));
            case "supplement" -> happened(sandbox.ngsp().wantSupplement(key));
            default -> Optional.empty();
        };
    }

    private Optional<Object> portal(String what, byte[] body) {
        return switch (what) {
            case "expire-sessions" -> done(sandbox.portal()::expire);
            case "submit-dossier" -> {
                var submissions = sandbox.portal().submissions();
                var reply = body.length == 0 ? submissions.submit() : submissions.submit(body);
                yield answered(reply);
            }
            default -> Optional.empty();
        };
    }

    private Optional<Object> options(String system, JsonNode wish) {
        switch (system) {
            case "portal" -> number(wish, "sessionSeconds")
                    .ifPresent(seconds -> sandbox.portal().sessionsLast(Duration.ofSeconds(seconds)));
            case "payment" -> sandbox.payment().set(sandbox.payment().options().changed(wish));
            case "post" -> post(wish);
            case "ngsp" -> ngsp(wish);
            case "exchange" -> number(wish, "giveAgain").ifPresent(n -> sandbox.exchange().giveAgain(n.intValue()));
            case "province" -> wish.optional("anyTime").ifPresent(on -> sandbox.province().qoffice().anyTime(on
                    .asBoolean()));
            case "one-stop" -> {
                wish.optional("anyTime").ifPresent(on -> sandbox.oneStop().anyTime(on.asBoolean()));
                wish.path("dues").forEachEntry((maHoSo, dong) -> sandbox.oneStop().due(maHoSo, dong.asLong()));
            }
            default -> sandbox.on(system);
        }
        return Optional.of(Map.of("done", true));
    }

    private void post(JsonNode wish) {
        var post = sandbox.post();
        number(wish, "tokenSeconds").ifPresent(seconds -> post.tokensLast(Duration.ofSeconds(seconds)));
        number(wish, "stepMs").ifPresent(millis -> post.step(Duration.ofMillis(millis)));
        number(wish, "giveAgain").ifPresent(events -> post.giveAgain(events.intValue()));
    }

    private void ngsp(JsonNode wish) {
        number(wish, "tokenSeconds").ifPresent(seconds -> sandbox.ngsp().tokensLast(Duration.ofSeconds(seconds)));
        number(wish, "stepMs").ifPresent(millis -> sandbox.ngsp().step(Duration.ofMillis(millis)));
    }

    private static Optional<Long> number(JsonNode wish, String name) {
        return Optional.of(wish.path(name)).filter(JsonNode::isIntegralNumber).map(JsonNode::asLong);
    }

    private static JsonNode object(byte[] body) {
        var order = Json.read(body);
        if (!order.isObject()) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        return order;
    }

    /** The post's connector is called postal: both names are understood. */
    private static String system(String name) {
        return name.equals("postal") ? "post" : name;
    }

    private static Optional<Object> found(Map<String, Object> state) {
        return state.isEmpty() ? Optional.empty() : Optional.of(state);
    }

    private static Optional<Object> answered(Outward.Reply reply) {
        return Optional.of(Map.of("status", reply.status(), "answer", reply.text()));
    }

    private static Optional<Object> happened(boolean yes) {
        return yes ? Optional.of(Map.of("done", true)) : Optional.empty();
    }

    private static Optional<Object> done(Runnable command) {
        command.run();
        return Optional.of(Map.of("done", true));
    }
}
