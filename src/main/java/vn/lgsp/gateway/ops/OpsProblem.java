package vn.lgsp.gateway.ops;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

import jakarta.servlet.http.HttpServletRequest;
import vn.lgsp.gateway.connector.Text;

/** What went wrong with an operator's request, to be told as RFC 9457 in the operator's language. */
final class OpsProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final List<Locale> SPOKEN = List.of(Locale.of("vi"), Locale.ENGLISH);

    private final HttpStatus status;
    private final String code;
    private final transient Text title;
    private final transient Text detail;

    OpsProblem(HttpStatus status, String code, Text title, Text detail) {
        super(detail.en());
        this.status = status;
        this.code = code;
        this.title = title;
        this.detail = detail;
    }

    HttpStatus status() {
        return status;
    }

    ProblemDetail in(HttpServletRequest request) {
        var english = english(request.getHeader("Accept-Language"));
        var problem = ProblemDetail.forStatusAndDetail(status, english ? detail.en() : detail.vi());
        problem.setType(URI.create("urn:lgsp:problem:" + code));
        problem.setTitle(english ? title.en() : title.vi());
        problem.setInstance(URI.create(request.getRequestURI()));
        problem.setProperty("code", code);
        return problem;
    }

    /** Vietnamese unless English is preferred. */
    private static boolean english(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return false;
        }
        try {
            return Locale.ENGLISH.equals(Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), SPOKEN));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
