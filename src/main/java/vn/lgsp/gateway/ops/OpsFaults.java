package vn.lgsp.gateway.ops;

import java.util.Map;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

import jakarta.servlet.http.HttpServletRequest;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.ledger.LedgerUnavailable;

/** The edge of the operators' API: whatever goes wrong leaves as a problem. */
@RestControllerAdvice(basePackageClasses = OpsFaults.class)
class OpsFaults {
    private static final Text FORMAT = new Text("giá trị không đúng định dạng.", "the value has the wrong format.");

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(Refusal problem, HttpServletRequest request) {
        return answer(problem, request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> wrongType(MethodArgumentTypeMismatchException wrong,
            HttpServletRequest request) {
        return answer(Refusals.badParameter(wrong.getName(), FORMAT), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> wrongTypes(BindException wrong, HttpServletRequest request) {
        var name = wrong.getFieldErrors().stream().map(FieldError::getField).findFirst().orElse("?");
        return answer(Refusals.badParameter(name, FORMAT), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unreadable(HttpMessageNotReadableException wrong, HttpServletRequest request) {
        return answer(switch (wrong.getCause()) {
            case UnrecognizedPropertyException unknown -> Refusals.unknownField(unknown.getPropertyName());
            case null -> Refusals.reasonNeeded(); // no body at all
            default -> Refusals.noJson();
        }, request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> tooSlow(QueryTimeoutException slow, HttpServletRequest request) {
        return answer(Refusals.tooSlow(), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> databaseDown(DataAccessException down, HttpServletRequest request) {
        return answer(Refusals.databaseDown(), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> notRecorded(LedgerUnavailable down, HttpServletRequest request) {
        return answer(Refusals.databaseDown(), request);
    }

    private static ResponseEntity<Map<String, Object>> answer(Refusal refusal, HttpServletRequest request) {
        var problem = refusal.problem();
        var answer = ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        var wait = problem.retryAfter();
        if (wait != null) {
            answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds()));
        }
        return answer.body(Refusal.members(problem, request));
    }
}
