package vn.lgsp.gateway.ops;

import java.io.IOException;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;
import vn.lgsp.gateway.problem.Problem;

/** Tells what is refused before a controller is reached: no login, wrong password, no token, no such address. */
@Component
class Spokesman {
    private final JsonMapper json;

    Spokesman(JsonMapper json) {
        this.json = json;
    }

    void tell(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        var problem = refusal.problem();
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        var wait = problem.retryAfter();
        if (wait != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds()));
        }
        response.getOutputStream().write(json.writeValueAsBytes(Refusal.members(problem, request)));
    }

    void askForLogin(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        challenge(request, response);
        tell(request, response, Refusals.loginNeeded());
    }

    void refuseLogin(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        if (cause instanceof OperatorLogin.TooManyFailures) {
            tell(request, response, Refusals.loginBlocked());
        } else {
            challenge(request, response);
            tell(request, response, Refusals.loginFailed());
        }
    }

    void forbid(HttpServletRequest request, HttpServletResponse response, RuntimeException cause) throws IOException {
        tell(request, response, Refusals.forbidden());
    }

    void nothingHere(HttpServletRequest request, HttpServletResponse response, RuntimeException cause)
            throws IOException {
        tell(request, response, Refusals.nothingHere());
    }

    /** A page's own request must not open the browser's password window. */
    private static void challenge(HttpServletRequest request, HttpServletResponse response) {
        if (request.getHeader("Sec-Fetch-Mode") == null) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"lgsp\", charset=\"UTF-8\"");
        }
    }
}
