package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.problem.Problems;

/** Tells a caller what it may call: a list, and one OpenAPI document of its own operations; and what else there is. */
@Component
class ServicesDoor {
    private static final int KEPT = 200;
    private static final Text OF = new Text("Tham số of chỉ có một giá trị: all (mọi dịch vụ của cổng); bỏ tham số này "
            + "để xem các dịch vụ được gọi.",
            "The parameter of has one value only: all (every service of the gateway); leave it out for those you may call.");

    private final Enquiry enquiry;
    private final Offers offers;
    private final ServiceDirectory directory;
    private final Cache<String, byte[]> written = Caffeine.newBuilder().maximumSize(KEPT).build();

    ServicesDoor(Enquiry enquiry, Offers offers, ServiceDirectory directory) {
        this.enquiry = enquiry;
        this.offers = offers;
        this.directory = directory;
    }

    Answer handle(Request request) throws IOException {
        return enquiry.answer(request, "GET", caller -> asked(request, caller));
    }

    private Answer asked(Request request, Caller caller) {
        return switch (request.path()) {
            case "/api/services" -> list(request, caller);
            case "/api/openapi.json" -> contract(caller, "application/json", Json::write);
            case "/api/openapi.yaml" -> contract(caller, "application/yaml", ServicesDoor::yaml);
            default -> enquiry.problem(request, Problems.noSuchService(request.method(), request.path()));
        };
    }

    /** {@code ?of=all}: every service there is. */
    private Answer list(Request request, Caller caller) {
        try {
            var parameters = Bodies.query(request.query());
            var unknown = parameters.keySet().stream().filter(name -> !name.equals("of")).findFirst();
            if (unknown.isPresent()) {
                return enquiry.problem(request, Problems.badParameter(unknown(unknown.get())));
            }
            var of = parameters.get("of");
            if (of == null) {
                return Answer.json(200, offers.list(caller));
            }
            return of.equals(List.of("all"))
                    ? Answer.json(200, directory.list(caller))
                    : enquiry.problem(request, Problems.badParameter(OF));
        } catch (MalformedJson e) {
            return enquiry.problem(request, Problems.badParameter(e.detail()));
        }
    }

    private static Text unknown(String parameter) {
        return new Text("Không có tham số ", "There is no parameter ").and(parameter).and(new Text(
                " ở đây; chỉ có of=all.", " here; there is only of=all."));
    }

    private interface Writer {
        byte[] write(Map<String, ?> document);
    }

    /** Written once for each caller and version of its connectors. */
    private Answer contract(Caller caller, String mediaType, Writer writer) {
        var offer = offers.of(caller);
        return new Answer(200, mediaType, written.get(mediaType + " " + offer.key(), key -> writer.write(offer
                .contract())), Map.of());
    }

    private static byte[] yaml(Map<String, ?> document) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        options.setSplitLines(false);
        options.setDereferenceAliases(true);
        return new Yaml(options).dumpAll(List.of(document).iterator()).getBytes(StandardCharsets.UTF_8);
    }
}
