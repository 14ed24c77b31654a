package vn.lgsp.gateway.intake;

import java.io.IOException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The HTTP door of the data API: everything below {@code /api/}. It knows HTTP and nothing else. */
final class ApiDoor extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(ApiDoor.class);

    private final transient Intake intake;
    private final transient TransactionsDoor transactions;

    ApiDoor(Intake intake, TransactionsDoor transactions) {
        this.intake = intake;
        this.transactions = transactions;
    }

    @Override
    protected void service(HttpServletRequest http, HttpServletResponse response) throws IOException {
        var request = new Request(http.getMethod(), http.getRequestURI(), http.getQueryString(), http::getHeader, http
                .getContentLengthLong(), http.getInputStream());
        send(answer(request), response);
    }

    private Answer answer(Request request) throws IOException {
        try {
            return request.path().equals("/api/transactions") || request.path().startsWith("/api/transactions/")
                    ? transactions.handle(request)
                    : intake.handle(request);
        } catch (RuntimeException e) {
            log.error("request.failed path={}", request.path(), e);
            return transactions.fault(request);
        }
    }

    private static void send(Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        response.setContentType(answer.mediaType());
        answer.headers().forEach(response::setHeader);
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }

    /** Puts the door where it belongs. */
    @Configuration(proxyBeanMethods = false)
    static class Frame {
        @Bean
        ServletRegistrationBean<ApiDoor> apiDoor(Intake intake, TransactionsDoor transactions) {
            return new ServletRegistrationBean<>(new ApiDoor(intake, transactions), "/api/*");
        }
    }
}
