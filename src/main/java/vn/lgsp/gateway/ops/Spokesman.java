package vn.lgsp.gateway.ops;

import java.io.IOException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** Tells what is refused before a controller is reached: no login, wrong password, no token, no such address. */
@Component
class Spokesman {
    private final JsonMapper json;

    Spokesman(JsonMapper json) {
        this.json = json;
    }

    void tell(HttpServletRequest request, HttpServletResponse response, OpsProblem problem) throws IOException {
        response.setStatus(problem.status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem.in(request)));
    }

    void askForLogin(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        challenge(request, response);
        tell(request, response, Problems.loginNeeded());
    }

    void refuseLogin(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        if (cause instanceof OperatorLogin.TooManyFailures) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(FailureLimit.WINDOW.toSeconds()));
            tell(request, response, Problems.loginBlocked());
        } else {
            challenge(request, response);
            tell(request, response, Problems.loginFailed());
        }
    }

    void forbid(HttpServletRequest request, HttpServletResponse response, RuntimeException cause) throws IOException {
        tell(request, response, Problems.forbidden());
    }

    void nothingHere(HttpServletRequest request, HttpServletResponse response, RuntimeException cause)
            throws IOException {
        tell(request, response, Problems.nothingHere());
    }

    /** A page's own request must not open the browser's password window. */
    private static void challenge(HttpServletRequest request, HttpServletResponse response) {
        if (request.getHeader("Sec-Fetch-Mode") == null) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"lgsp\", charset=\"UTF-8\"");
        }
    }
}
