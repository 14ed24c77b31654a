package vn.lgsp.gateway.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Format.Kind;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.shape.Wsdl;
import vn.lgsp.gateway.connector.shape.XmlValues;
import vn.lgsp.gateway.connector.xml.Dialect;
import vn.lgsp.gateway.connector.xml.Envelope;
import vn.lgsp.gateway.problem.Problem;

/** One call in SOAP: its headers wherever they stand, and how it is answered in its own version. */
final class SoapCall {
    /** Elements of a header that are understood: WS-Security's UsernameToken, and the idempotency key. */
    static final Set<String> KNOWN = Set.of("Security", Wsdl.KEY);

    private final Request http;
    private Kind version;
    private Map<?, ?> header = Map.of();

    SoapCall(Request http) {
        this.http = http;
        var type = http.header("Content-Type");
        this.version = type != null && type.contains("soap+xml") ? Kind.SOAP_1_2 : Kind.SOAP_1_1;
    }

    void reads(Envelope envelope) {
        version = envelope.version().orElse(version);
        header = envelope.header();
    }

    /** What HTTP's header does not say, the message's may; who waits for an answer by SOAP always waits. */
    Request request() {
        return new Request(http.method(), http.path(), http.query(), name -> switch (name) {
            case "X-API-Key" -> either(name, password());
            case "Idempotency-Key" -> either(name, text(header.get(Wsdl.KEY)));
            case "Prefer" -> null;
            default -> http.header(name);
        }, http.length(), http.body());
    }

    private @Nullable String either(String name, @Nullable String inMessage) {
        var inHttp = http.header(name);
        return inHttp == null ? inMessage : inHttp;
    }

    /** A key in clear; a digest of it is none. */
    private @Nullable String password() {
        return header.get("Security") instanceof Map<?, ?> security && security.get(
                "UsernameToken") instanceof Map<?, ?> token
                && !(token.get("Password") instanceof Map<?, ?> password
                        && String.valueOf(password.get("@Type")).endsWith("PasswordDigest"))
                                ? text(token.get("Password"))
                                : null;
    }

    private static @Nullable String text(@Nullable Object element) {
        return switch (element) {
            case String text -> text.strip();
            case Map<?, ?> map when map.get("#text") instanceof String text -> text.strip();
            case null, default -> null;
        };
    }

    /** @param body one element */
    Answer reply(Answer answer, Map<String, Object> body) {
        return said(answer, 200, body);
    }

    /**
     * A Fault, with the problem as its detail.
     *
     * @param understood the message could be read: then SOAP says which status goes with a Fault, else HTTP does
     */
    Answer fault(Answer answer, boolean understood) {
        var problem = Objects.requireNonNull(answer.problem());
        var sender = version == Kind.SOAP_1_2 && code(problem, "Sender", "Receiver").equals("Sender");
        var status = !understood ? problem.status() : sender ? 400 : 500;
        return said(answer, status,
                Map.of("soap:Fault", version == Kind.SOAP_1_1
                        ? older(answer, problem)
                        : newer(answer,
                                problem)));
    }

    private Answer said(Answer answer, int status, Map<String, Object> body) {
        var format = new Format(version, "");
        return answer.as(status, String.valueOf(Dialect.headers(format, true).get("Content-Type")),
                Dialect.written(format,
                        body));
    }

    private Map<String, Object> older(Answer answer, Problem problem) {
        var fault = namespace("http://schemas.xmlsoap.org/soap/envelope/");
        fault.put("faultcode", "soap:" + code(problem, "Client", "Server"));
        fault.put("faultstring", sentence(http.language().of(problem.title()), http.language().of(problem.detail())));
        fault.put("detail", detail(answer, problem));
        return fault;
    }

    private static Map<String, Object> newer(Answer answer, Problem problem) {
        var fault = namespace("http://www.w3.org/2003/05/soap-envelope");
        fault.put("soap:Code", Map.of("soap:Value", "soap:" + code(problem, "Sender", "Receiver")));
        fault.put("soap:Reason", Map.of("soap:Text", List.of(reason("vi", problem.title().vi(), problem.detail().vi()),
                reason("en", problem.title().en(), problem.detail().en()))));
        fault.put("soap:Detail", detail(answer, problem));
        return fault;
    }

    private static Map<String, Object> namespace(String soap) {
        var fault = new LinkedHashMap<String, Object>();
        fault.put("@xmlns:soap", soap);
        return fault;
    }

    private static Map<String, String> reason(String language, String title, String detail) {
        return Map.of("@xml:lang", language, "#text", sentence(title, detail));
    }

    private static String sentence(String title, String detail) {
        return XmlValues.text(title + ": " + detail);
    }

    private static String code(Problem problem, String theirs, String ours) {
        return switch (problem.code()) {
            case "soap-version" -> "VersionMismatch";
            case "header-not-understood" -> "MustUnderstand";
            default -> problem.status() >= 500 ? ours : theirs;
        };
    }

    private static Map<String, Object> detail(Answer answer, Problem problem) {
        var members = new LinkedHashMap<String, Object>();
        members.put("@xmlns", Wsdl.PROBLEMS);
        members.put("code", problem.code());
        members.put("status", problem.status());
        members.put("transactionId", answer.headers().getOrDefault("Transaction-Id", ""));
        members.put("title", both(problem.title()));
        members.put("detail", both(problem.detail()));
        members.put("error", problem.errors().stream().map(fault -> {
            var error = new LinkedHashMap<String, Object>();
            error.put("pointer", XmlValues.text(fault.pointer()));
            error.putAll(both(fault.detail()));
            return error;
        }).toList());
        var more = new ArrayList<Map<String, String>>();
        problem.extra().forEach((name, value) -> {
            var one = new LinkedHashMap<String, String>();
            one.put("name", name);
            one.put("value", XmlValues.text(String.valueOf(value)));
            more.add(one);
        });
        members.put("more", more);
        return Map.of("problem", members);
    }

    private static Map<String, Object> both(Text text) {
        var members = new LinkedHashMap<String, Object>();
        members.put("vi", XmlValues.text(text.vi()));
        members.put("en", XmlValues.text(text.en()));
        return members;
    }
}
