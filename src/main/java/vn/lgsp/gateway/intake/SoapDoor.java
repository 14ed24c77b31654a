package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.shape.Messages;
import vn.lgsp.gateway.connector.shape.Wsdl;
import vn.lgsp.gateway.connector.shape.XmlValues;
import vn.lgsp.gateway.connector.xml.Envelope;
import vn.lgsp.gateway.connector.xml.MalformedXml;
import vn.lgsp.gateway.problem.Problem;
import vn.lgsp.gateway.problem.Problems;

/**
 * SOAP for callers that speak nothing else: an address for each connector, an operation for each of its services. A message
 * becomes the request it would have been in JSON; its answer becomes a message.
 */
@Component
class SoapDoor {
    private static final Logger log = LoggerFactory.getLogger(SoapDoor.class);
    private static final String HOME = "/soap/";
    /** What is read of a message before its sender is known. */
    private static final int LARGEST_HEADER = 32 * 1024;
    private static final List<String> TYPES = List.of("text/xml", "application/soap+xml", "application/xml");

    private final Enquiry enquiry;
    private final Callers callers;
    private final Catalogue catalogue;
    private final Offers offers;
    private final Intake intake;
    private final InFlight inFlight;
    private final XmlTongue xml;
    private final IntakeSettings settings;

    SoapDoor(Enquiry enquiry, Callers callers, Catalogue catalogue, Offers offers, Intake intake, InFlight inFlight,
            XmlTongue xml, IntakeSettings settings) {
        this.enquiry = enquiry;
        this.callers = callers;
        this.catalogue = catalogue;
        this.offers = offers;
        this.intake = intake;
        this.inFlight = inFlight;
        this.xml = xml;
        this.settings = settings;
    }

    static boolean at(Request request) {
        return request.path().startsWith(HOME);
    }

    /** Where a service is called in SOAP. */
    static Map<String, String> about(Service service) {
        return Map.of("path", HOME + service.connector(), "operation", Messages.operation(service), "wsdl",
                HOME + service
                        .connector() + "?wsdl");
    }

    Answer handle(Request request) throws IOException {
        if (request.method().equals("GET") && "wsdl".equalsIgnoreCase(request.query())) {
            return enquiry.answer(request, "GET", caller -> wsdl(request, caller));
        }
        var message = new SoapCall(request);
        if (!request.method().equals("POST")) {
            return message.fault(enquiry.problem(request, Problems.methodNotAllowed(request.method(), List.of("POST"))),
                    false);
        }
        if (!intake.open() || !inFlight.enter()) {
            return message.fault(enquiry.problem(request, Problems.busy()), true);
        }
        try {
            return called(message);
        } finally {
            inFlight.leave();
        }
    }

    /** What is said when something unforeseen happened. */
    Answer fault(Request request, Answer problem) {
        return new SoapCall(request).fault(problem, true);
    }

    private Answer wsdl(Request request, Caller caller) {
        var connector = catalogue.connectors().get(connector(request));
        var all = offers.of(caller).services().stream().filter(service -> service.connector().equals(connector(request))
                && Messages.inXml(service)).map(xml::messages).flatMap(Optional::stream).toList();
        return connector == null || all.isEmpty()
                ? enquiry.problem(request, Problems.noSuchService(request.method(), request.path()))
                : new Answer(200, "text/xml; charset=utf-8", Wsdl.of(connector, all, address(request)), Map.of());
    }

    private static String connector(Request request) {
        return request.path().substring(HOME.length());
    }

    /** As the caller came to this door. */
    private String address(Request request) {
        var host = request.header("Host");
        var secure = settings.sslBundle() != null && !settings.sslBundle().isBlank() || "https".equalsIgnoreCase(request
                .header("X-Forwarded-Proto"));
        return (secure ? "https://" : "http://") + (host == null ? "localhost:" + settings.port() : host)
                + request.path();
    }

    private Answer called(SoapCall message) throws IOException {
        var request = message.request();
        var limit = limit(connector(request));
        var early = early(request, limit);
        if (early.isPresent()) {
            return message.fault(refused(request, early.get()), early.get().status() == 401);
        }
        var inflow = new Inflow(request.body(), LARGEST_HEADER);
        try {
            var envelope = Envelope.open(inflow);
            message.reads(envelope);
            var caller = callers.byKey(message.request().header("X-API-Key"));
            if (envelope.version().isEmpty() || caller.isEmpty() || !callers.admit(caller.get())) {
                return message.fault(refused(request, envelope.version().isEmpty()
                        ? Problems.noSuchSoap()
                        : caller.map(one -> Problems.quotaExceeded(one.quota())).orElseGet(Problems::unknownCaller)),
                        true);
            }
            inflow.allow(limit);
            return asked(message, envelope, caller.get());
        } catch (MalformedXml e) {
            inflow.whole();
            return message.fault(refused(request, inflow.exceeded()
                    ? Problems.tooLarge(inflow.allowed())
                    : Problems
                            .malformed(e.detail())),
                    false);
        }
    }

    /** What can be refused before anything is read. */
    private Optional<Problem> early(Request request, long limit) {
        var type = request.header("Content-Type");
        if (type == null || TYPES.stream().noneMatch(type.toLowerCase(Locale.ROOT)::startsWith) || !Bodies
                .uncompressed(request)) {
            return Optional.of(Problems.unsupportedMediaType(TYPES));
        }
        if (request.header("X-API-Key") != null && callers.byKey(request.header("X-API-Key")).isEmpty()) {
            return Optional.of(Problems.unknownCaller());
        }
        return request.length() > limit ? Optional.of(Problems.tooLarge(limit)) : Optional.empty();
    }

    private Answer refused(Request request, Problem problem) {
        var answer = enquiry.problem(request, problem);
        log.info("request.refused transaction={} service=- code={}", answer.headers().get("Transaction-Id"), problem
                .code());
        return answer;
    }

    private long limit(String connector) {
        return services(connector).stream().map(service -> service.entry().limit()).max(Comparator.naturalOrder())
                .orElse(
                        (long) LARGEST_HEADER);
    }

    private List<Service> services(String connector) {
        var known = catalogue.connectors().get(connector);
        return known == null ? List.of() : known.services().values().stream().filter(Messages::inXml).toList();
    }

    private Answer asked(SoapCall message, Envelope envelope, Caller caller) throws IOException {
        var request = message.request();
        var body = envelope.body();
        var strange = envelope.musts().stream().filter(name -> !SoapCall.KNOWN.contains(name)).toList();
        if (!strange.isEmpty()) {
            return message.fault(refused(request, Problems.notUnderstood(strange)), true);
        }
        var name = body.keySet().stream().findFirst().orElse("");
        var service = services(connector(request)).stream().filter(one -> Messages.operation(one).equals(name))
                .findFirst();
        var messages = service.flatMap(xml::messages);
        if (service.isEmpty() || messages.isEmpty()) {
            return message
                    .fault(refused(request, Problems.noSuchOperation(name.substring(0, Math.min(100, name.length())),
                            connector(request))), true);
        }
        var answer = intake.read(request, service.get(), caller,
                XmlValues.read(messages.get().request(), body.get(name)));
        return answer.problem() == null
                ? message.reply(answer,
                        XmlTongue.element(messages.get(), answer, Messages.namespace(connector(request))))
                : message.fault(answer, true);
    }
}
