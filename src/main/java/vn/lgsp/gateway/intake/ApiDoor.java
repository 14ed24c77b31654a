package vn.lgsp.gateway.intake;

import java.io.IOException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.RequestRejectedException;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The HTTP door of the data API: everything below {@code /api/}. It knows HTTP and nothing else. */
final class ApiDoor extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(ApiDoor.class);

    private final transient Intake intake;
    private final transient TransactionsDoor transactions;

    private final transient Quotas quotas;

    ApiDoor(Intake intake, TransactionsDoor transactions, Quotas quotas) {
        this.intake = intake;
        this.transactions = transactions;
        this.quotas = quotas;
    }

    @Override
    protected void service(HttpServletRequest http, HttpServletResponse response) throws IOException {
        var request = new Request(http.getMethod(), http.getRequestURI(), http.getQueryString(), http::getHeader, http
                .getContentLengthLong(), http.getInputStream());
        send(quotas.told(answer(request), request), response);
    }

    private Answer answer(Request request) throws IOException {
        try {
            return request.path().equals("/api/transactions") || request.path().startsWith("/api/transactions/")
                    ? transactions.handle(request)
                    : intake.handle(request);
        } catch (RequestRejectedException e) {
            // a header the firewall does not let us read: it is the firewall's to refuse
            throw e;
        } catch (RuntimeException e) {
            var fault = transactions.fault(request);
            log.error("request.failed transaction={} path={}", fault.headers().get("Transaction-Id"), request.path(),
                    e);
            return fault;
        }
    }

    private static void send(Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        response.setContentType(answer.mediaType());
        answer.headers().forEach(response::setHeader);
        if (answer.flow() != null) {
            answer.flow().to(response.getOutputStream());
            return;
        }
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }

    /** Puts the door where it belongs. */
    @Configuration(proxyBeanMethods = false)
    static class Frame {
        @Bean
        ServletRegistrationBean<ApiDoor> apiDoor(Intake intake, TransactionsDoor transactions, Quotas quotas) {
            return new ServletRegistrationBean<>(new ApiDoor(intake, transactions, quotas), "/api/*");
        }
    }
}
