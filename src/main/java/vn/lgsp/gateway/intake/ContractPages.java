package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.problem.Problems;

/**
 * Swagger UI for callers, from this gateway alone. It stands on the data port because that is the one callers reach, and
 * because "Try it out" may then call the API without any exception to the same-origin rule. The pages hold no secrets:
 * what they show is fetched with the key that is typed in.
 */
@Component
class ContractPages {
    static final String POLICY = "Content-Security-Policy";
    private static final String HOME = "/api/docs/";
    private static final String OURS = "/api-docs/";
    /** Nothing from elsewhere and no script but the files here; Swagger UI sets styles of its own. */
    private static final String CONTENT = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "js",
            "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8", "png", "image/png");

    private final Enquiry enquiry;
    private final InFlight inFlight;
    /** By name below {@link #HOME}: where it is on the class path. */
    private final Map<String, String> files;

    ContractPages(Enquiry enquiry, InFlight inFlight) throws IOException {
        this.enquiry = enquiry;
        this.inFlight = inFlight;
        var library = "/META-INF/resources/webjars/swagger-ui/" + version() + "/";
        this.files = Map.of("", OURS + "index.html", "docs.js", OURS + "docs.js", "docs.css", OURS + "docs.css",
                "swagger-ui.css", library + "swagger-ui.css", "swagger-ui-bundle.js", library + "swagger-ui-bundle.js",
                "favicon-32x32.png", library + "favicon-32x32.png");
    }

    private static String version() throws IOException {
        var about = new Properties();
        try (var in = open("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            about.load(in);
        }
        return about.getProperty("version");
    }

    private static InputStream open(String resource) throws IOException {
        var in = ContractPages.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("not on the class path: " + resource);
        }
        return in;
    }

    Answer handle(Request request) throws IOException {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return enquiry.problem(request, Problems.methodNotAllowed(request.method(), List.of("GET",
                    "HEAD")));
        }
        if (request.path().equals("/api/docs")) {
            return new Answer(308, "text/plain", new byte[0], Map.of("Location", HOME));
        }
        var resource = files.get(request.path().substring(HOME.length()));
        if (resource == null) {
            return enquiry.problem(request, Problems.noSuchService(request.method(), request.path()));
        }
        if (!inFlight.enter()) {
            return enquiry.problem(request, Problems.busy());
        }
        try (var in = open(resource)) {
            return page(resource, in.readAllBytes());
        } finally {
            inFlight.leave();
        }
    }

    private static Answer page(String resource, byte[] bytes) {
        var type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        return new Answer(200, type(type), bytes, Map.of(POLICY, CONTENT, "Referrer-Policy",
                "no-referrer", "X-Frame-Options", "DENY", "Cache-Control", resource.startsWith(OURS)
                        ? "no-cache"
                        : "max-age=86400"));
    }

    private static String type(@Nullable String known) {
        return known == null ? "application/octet-stream" : known;
    }
}
