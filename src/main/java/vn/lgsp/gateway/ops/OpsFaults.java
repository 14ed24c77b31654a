package vn.lgsp.gateway.ops;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

import jakarta.servlet.http.HttpServletRequest;
import vn.lgsp.gateway.connector.Text;

/** The edge of the operators' API: whatever goes wrong leaves as a problem. */
@RestControllerAdvice(basePackageClasses = OpsFaults.class)
class OpsFaults {
    private static final Text FORMAT = new Text("giá trị không đúng định dạng.", "the value has the wrong format.");

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(OpsProblem problem, HttpServletRequest request) {
        return answer(problem, request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongType(MethodArgumentTypeMismatchException wrong, HttpServletRequest request) {
        return answer(Problems.badParameter(wrong.getName(), FORMAT), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongTypes(BindException wrong, HttpServletRequest request) {
        var name = wrong.getFieldError() == null ? "?" : wrong.getFieldError().getField();
        return answer(Problems.badParameter(name, FORMAT), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException wrong, HttpServletRequest request) {
        return answer(Problems.reasonNeeded(), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooSlow(QueryTimeoutException slow, HttpServletRequest request) {
        return answer(Problems.tooSlow(), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> databaseDown(DataAccessException down, HttpServletRequest request) {
        return answer(Problems.databaseDown(), request);
    }

    private static ResponseEntity<ProblemDetail> answer(OpsProblem problem, HttpServletRequest request) {
        var answer = ResponseEntity.status(problem.status());
        if (problem.status().value() == 503) {
            answer.header(HttpHeaders.RETRY_AFTER, "5");
        }
        return answer.body(problem.in(request));
    }
}
