package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** What every refusal must look like, whatever was sent. */
final class ProblemShape {
    private static final Duration FAST = Duration.ofSeconds(1);
    private static final List<String> NEVER = List.of("Exception", "at java.", "at vn.lgsp", "org.springframework",
            "org.apache", "<html");

    private ProblemShape() {}

    /** The first of three answers that was fast enough: this machine is shared, the gateway's work is not. */
    static RawHttp.Response fast(Supplier<RawHttp.Response> call) {
        var answer = call.get();
        for (int i = 0; i < 2 && answer.took().compareTo(FAST) > 0; i++) {
            answer = call.get();
        }
        assertThat(answer.took()).as(answer.toString()).isLessThan(FAST);
        return answer;
    }

    static Map<String, Object> problem(RawHttp.Response answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text()).doesNotContain(NEVER);
        var problem = answer.json();
        assertThat(problem).containsEntry("status", status).containsEntry("code", code).containsEntry("type",
                "urn:lgsp:problem:" + code).containsKeys("title", "detail", "instance", "transactionId");
        assertThat(String.valueOf(problem.get("transactionId"))).hasSize(36);
        return problem;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> errors(Map<String, Object> problem) {
        var errors = (List<Map<String, Object>>) Objects.requireNonNull(problem.get("errors"));
        assertThat(errors).isNotEmpty().allSatisfy(error -> assertThat(error).containsOnlyKeys("pointer", "detail"));
        return errors;
    }
}
