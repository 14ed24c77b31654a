package vn.lgsp.gateway.sandbox.wire;

import java.time.Duration;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/** Lets a stand-in answer WireMock's calls, with the fault that is switched on. */
final class Play implements ResponseDefinitionTransformerV2 {
    private static final Duration HANG = Duration.ofSeconds(60);
    private static final String PAGE = "<!DOCTYPE html><html><head><title>Thông báo</title></head>"
            + "<body><h1>Hệ thống đang bảo trì</h1></body></html>";

    private final StandIn standIn;
    private final Faults faults;
    private final Tally arrived;
    private final Tally served;
    private final Recent recent;

    Play(StandIn standIn, Faults faults, Tally arrived, Tally served, Recent recent) {
        this.standIn = standIn;
        this.faults = faults;
        this.arrived = arrived;
        this.served = served;
        this.recent = recent;
    }

    @Override
    public String getName() {
        return standIn.name();
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        var call = Call.of(event.getRequest());
        var service = standIn.service(call);
        arrived.add(service);
        recent.add(call);
        return played(call, service, faults.next(service, standIn.opens(service)));
    }

    private ResponseDefinition played(Call call, String service, Fault fault) {
        return switch (fault.mode()) {
            case NONE, DOWN, MIX -> sent(worked(call, service)).build();
            case SLOW -> sent(worked(call, service)).withFixedDelay(millis(fault, Duration.ofSeconds(2))).build();
            case UNAVAILABLE -> sent(Answer.text(503, "text/plain;charset=utf-8", "Hệ thống quá tải")
                    .with("Retry-After", String.valueOf(fault.retryAfter()))).build();
            case SERVER_ERROR -> sent(Answer.json(500, Map.of("message", "Lỗi hệ thống"))).build();
            case RESET_BEFORE -> reset().build();
            case RESET_AFTER -> {
                worked(call, service);
                yield reset().build();
            }
            case RESET_MID_BODY -> {
                worked(call, service);
                yield torn().build();
            }
            case HTML -> sent(Answer.text(200, "text/html;charset=utf-8", PAGE)).build();
            case BUSINESS_ERROR -> sent(standIn.refusal(call)).build();
            case SESSION_EXPIRED, TOKEN_EXPIRED -> {
                standIn.expire();
                yield sent(worked(call, service)).build();
            }
            case HANG -> reset().withFixedDelay(millis(fault, HANG)).build();
        };
    }

    private Answer worked(Call call, String service) {
        served.add(service);
        return standIn.answer(call);
    }

    private static ResponseDefinitionBuilder sent(Answer answer) {
        var response = new ResponseDefinitionBuilder().withStatus(answer.status())
                .withHeader("Content-Type", answer.type())
                .withHeader("Server", "Microsoft-IIS/10.0").withHeader("X-Powered-By", "ASP.NET")
                .withHeader("Set-Cookie", "JSESSIONID=of-the-provider").withBody(answer.body());
        answer.headers().forEach((name, value) -> response.withHeader(name, value));
        return answer.chunked()
                ? response.withChunkedDribbleDelay(4, 20)
                : response.withHeader("Content-Length", String.valueOf(answer.body().length));
    }

    private static ResponseDefinitionBuilder reset() {
        return new ResponseDefinitionBuilder()
                .withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER);
    }

    private static ResponseDefinitionBuilder torn() {
        return new ResponseDefinitionBuilder()
                .withFault(com.github.tomakehurst.wiremock.http.Fault.MALFORMED_RESPONSE_CHUNK);
    }

    private static int millis(Fault fault, Duration usual) {
        return (int) fault.delay().orElse(usual).toMillis();
    }
}
