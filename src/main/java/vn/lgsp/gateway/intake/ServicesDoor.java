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
import vn.lgsp.gateway.problem.Problems;

/** Tells a caller what it may call: a list, and one OpenAPI document of its own operations. */
@Component
class ServicesDoor {
    private static final int KEPT = 200;

    private final Enquiry enquiry;
    private final Offers offers;
    private final Cache<String, byte[]> written = Caffeine.newBuilder().maximumSize(KEPT).build();

    ServicesDoor(Enquiry enquiry, Offers offers) {
        this.enquiry = enquiry;
        this.offers = offers;
    }

    Answer handle(Request request) throws IOException {
        return enquiry.answer(request, "GET", caller -> asked(request, caller));
    }

    private Answer asked(Request request, Caller caller) {
        return switch (request.path()) {
            case "/api/services" -> Answer.json(200, offers.list(caller));
            case "/api/openapi.json" -> contract(caller, "application/json", Json::write);
            case "/api/openapi.yaml" -> contract(caller, "application/yaml", ServicesDoor::yaml);
            default -> enquiry.problem(request, Problems.noSuchService(request.method(), request.path()));
        };
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
