package vn.lgsp.gateway.intake;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Reply;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.delivery.Outcome;
import vn.lgsp.gateway.delivery.Outcome.Delivered;
import vn.lgsp.gateway.delivery.Outcome.Rejected;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Outcome.Unknown;
import vn.lgsp.gateway.ledger.Attachments;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Standing;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.Transaction;
import vn.lgsp.gateway.problem.Language;
import vn.lgsp.gateway.problem.Problem;
import vn.lgsp.gateway.problem.Problems;

/** Words what came of a request, for a waiting caller and for one that asks again: both get the same. */
@Component
class Answers {
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Attachments attachments;

    Answers(Catalogue catalogue, Ledger ledger, Attachments attachments) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.attachments = attachments;
    }

    /** It is recorded and will be delivered. */
    Answer receipt(Ticket ticket) {
        var transaction = ticket.transaction();
        var members = new LinkedHashMap<String, Object>();
        members.put("transactionId", transaction.id().toString());
        members.put("state", State.RECEIVED.name());
        members.put("receivedAt", transaction.receivedAt().toString());
        var dialect = ticket.service().entry().inbound().flatMap(Service.Inbound::receipt);
        if (dialect.isPresent()) {
            if (transaction.mark() != null) {
                members.put("mark", transaction.mark());
            }
            return Answer.json(200, inDialect(dialect.get(), members, ticket.service(), ticket.document()));
        }
        members.put("statusUrl", "/api/transactions/" + transaction.id());
        var answer = Answer.json(202, members).with("Location", "/api/transactions/" + transaction.id());
        return ticket.service().reply() == Reply.NOW
                ? answer.with("Preference-Applied", "respond-async")
                : answer;
    }

    /** What a call that was waited for came to. */
    Answer outcome(Outcome outcome, Request request, Ticket ticket) {
        return switch (outcome) {
            case Delivered(var reply) -> Answer.kept(200, reply.mediaType(), reply.bytes(), attachments);
            case Rejected(var code, var reason) -> problem(rejected(ticket.service(), code, reason), request, ticket
                    .transaction(), ticket.service(), ticket.document());
            case Unavailable unavailable -> problem(unavailable(ticket.service(), unavailable), request, ticket
                    .transaction(), ticket.service(), ticket.document());
            case Unknown _ -> problem(Problems.providerTimeout(provider(ticket.service()), true),
                    request, ticket.transaction(), ticket.service(), ticket.document());
        };
    }

    private Problem rejected(Service service, String code, String reason) {
        return Problems.rejectedByProvider(provider(service), reason).and("providerCode", code);
    }

    private Problem unavailable(Service service, Unavailable unavailable) {
        var name = provider(service);
        if (unavailable.code().equals("no-answer")) {
            return Problems.providerTimeout(name, false);
        }
        var problem = Problems.providerUnavailable(name, words(unavailable), unavailable.sent());
        return unavailable.retryAfter().filter(Duration::isPositive).map(problem::retryAfter).orElse(problem);
    }

    /** Our own reasons in both languages; a provider's words as they are. */
    private static Text words(Unavailable unavailable) {
        return switch (unavailable.code()) {
            case "breaker-open" -> new Text("tạm ngừng gọi vì vừa lỗi nhiều lần",
                    "calls are stopped for a while after too many failures");
            // who holds it and why is the operators' business
            case "held" ->
                new Text("người vận hành đang tạm dừng gọi hệ thống này", "an operator has paused calls to it");
            case "maintenance" -> new Text("đang trong giờ bảo trì", "it is in its maintenance window");
            case "at-once-limit" -> new Text("đang có quá nhiều cuộc gọi cùng lúc", "too many calls at once");
            case "not-connected" -> new Text("không kết nối được", "it cannot be reached");
            case "answer-lost" -> new Text("mất câu trả lời", "the answer was lost");
            case "answer-too-large" -> new Text("câu trả lời quá lớn: " + unavailable.reason(), unavailable.reason());
            case "answer-not-base64" -> new Text("câu trả lời không phải Base64: " + unavailable.reason(), unavailable
                    .reason());
            case "login-failed" -> new Text("không đăng nhập được", "the gateway could not log in");
            // which key that is, is the operators' business
            case "signing-key-missing" -> new Text("cổng chưa đọc được khóa ký yêu cầu gửi hệ thống này",
                    "the gateway has no key to sign with");
            case "signing-key-expired" -> new Text("chứng thư ký của cổng không còn hiệu lực",
                    "the certificate the gateway signs with is not valid now");
            case "mapping-failed" -> new Text("không chuyển đổi được dữ liệu", "the data could not be mapped");
            default -> new Text(unavailable.reason().replace(", unreadable", ", không đọc được"), unavailable.reason());
        };
    }

    private Text provider(Service service) {
        var connector = catalogue.connectors().get(service.connector());
        return connector == null ? new Text(service.connector(), service.connector()) : connector.title();
    }

    /** The first answer, for the same request sent again. */
    Answer repeated(Ticket repeat, Standing first, Request request) {
        var ticket = repeat.recordedAs(first.transaction());
        var answer = ticket.later() ? receipt(ticket) : earlierOutcome(ticket, first, request);
        return answer.with("Idempotency-Replayed", "true").with("Transaction-Id", first.transaction().id().toString());
    }

    private Answer earlierOutcome(Ticket ticket, Standing first, Request request) {
        var id = first.transaction().id();
        return switch (first.state()) {
            case DELIVERED -> outcome(new Delivered(new Outcome.Content(null, ledger.payload(id, "reply").orElse(
                    new byte[0]), "application/json")), request, ticket);
            case REJECTED -> outcome(new Rejected(text(first.code()), text(first.reason())), request, ticket);
            case UNKNOWN -> outcome(new Unknown(text(first.code()), text(first.reason())), request, ticket);
            case RECEIVED, DELIVERING -> problem(Problems.keyInFlight(), request, first.transaction(), ticket
                    .service(), ticket.document());
            case EXHAUSTED, EXPIRED, CANCELLED -> outcome(new Unavailable(text(first.code()), text(first.reason()),
                    first.providerStatus() != null, Optional.empty(), Outcome.Fault.PROVIDER), request,
                    ticket);
        };
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** A problem in the caller's language, or in the dialect an inbound service's caller understands. */
    Answer problem(Problem problem, Request request, Transaction transaction, @Nullable Service service,
            @Nullable Object document) {
        return problem(problem, request, transaction.id().toString(), service, document);
    }

    Answer problem(Problem problem, Request request, String transactionId, @Nullable Service service,
            @Nullable Object document) {
        var members = problem.members(request.language(), request.path(), transactionId);
        var dialect = service == null
                ? Optional.<Expression>empty()
                : service.entry().inbound().flatMap(Service.Inbound::refusal);
        var answer = dialect.isPresent() && service != null
                ? Answer.json(problem.status(), inDialect(dialect.get(),
                        members, service, document))
                : new Answer(problem.status(), Problem.MEDIA_TYPE, Json.write(members), Map.of("Content-Language",
                        request.language() == Language.VI ? "vi" : "en"), null, problem);
        return headed(answer, problem);
    }

    private static Answer headed(Answer answer, Problem problem) {
        var named = problem.challenge() == null ? answer : answer.with("WWW-Authenticate", problem.challenge());
        var headed = problem.extra().get("allowed") instanceof List<?> allowed
                ? named.with("Allow", allowed.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                : named;
        return problem.retryAfter() == null
                ? headed
                : headed.with("Retry-After", String.valueOf(Math.max(1, problem.retryAfter().toSeconds())));
    }

    private static Object inDialect(Expression dialect, Map<String, Object> members, Service service,
            @Nullable Object document) {
        var bindings = new LinkedHashMap<String, @Nullable Object>();
        bindings.put("settings", service.settings());
        bindings.put("request", document);
        try {
            var said = dialect.evaluate(members, bindings);
            return said == null ? members : said;
        } catch (MappingFailed e) {
            return members;
        }
    }
}
