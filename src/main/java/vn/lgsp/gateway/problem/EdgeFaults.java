package vn.lgsp.gateway.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import jakarta.servlet.ServletException;
import vn.lgsp.gateway.connector.Json;

/** Speaks what the server itself refuses, before any door of ours is reached, as a problem like every other. */
public final class EdgeFaults extends ErrorReportValve {
    private static final Logger log = LoggerFactory.getLogger(EdgeFaults.class);

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (String.valueOf(request.getRequestURI()).startsWith("//")) {
            // two readers of such a path disagree on where it begins, and one of them throws
            response.sendError(400);
            response.setSuspended(false);
            report(request, response, null);
            return;
        }
        super.invoke(request, response);
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var id = UUID.randomUUID().toString();
        var problem = Problems.atTheEdge(response.getStatus());
        log.info("request.refused transaction={} service=- code={}", id, problem.code());
        var language = Language.accepted(request.getHeader("Accept-Language"));
        var path = String.valueOf(request.getRequestURI());
        try {
            response.setContentType(Problem.MEDIA_TYPE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            var writer = response.getReporter();
            if (writer != null) {
                writer.write(new String(Json.write(problem.members(language, path, id)), StandardCharsets.UTF_8));
                response.finishResponse();
            }
        } catch (IOException gone) {
            log.debug("request.unanswered transaction={}", id, gone);
        }
    }
}
