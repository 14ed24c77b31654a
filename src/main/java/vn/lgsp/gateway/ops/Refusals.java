package vn.lgsp.gateway.ops;

import java.time.Duration;

import org.springframework.http.HttpStatus;

import vn.lgsp.gateway.connector.Text;
import vn.lgsp.gateway.problem.Problem;

/** Everything that can be wrong with an operator's request, in words that say what to do. */
final class Refusals {
    private static final String AT_CONSOLE = "/console/";
    private static final Duration SOON = Duration.ofSeconds(5);

    private Refusals() {}

    static Refusal loginNeeded() {
        return of(HttpStatus.UNAUTHORIZED, "login-needed", "Cần đăng nhập", "Login needed",
                "Hãy đăng nhập tại " + AT_CONSOLE + " hoặc gửi HTTP Basic.",
                "Log in at " + AT_CONSOLE + " or send HTTP Basic credentials.");
    }

    static Refusal loginFailed() {
        return of(HttpStatus.UNAUTHORIZED, "login-failed", "Đăng nhập không thành công", "Login failed",
                "Sai tài khoản hoặc mật khẩu.", "Wrong user or password.");
    }

    static Refusal loginBlocked() {
        return of(HttpStatus.TOO_MANY_REQUESTS, "login-blocked", "Tạm khoá đăng nhập", "Login blocked for a while",
                "Tài khoản này vừa sai mật khẩu nhiều lần. Hãy thử lại sau một phút.",
                "This user had too many wrong passwords. Try again in a minute.");
    }

    static Refusal forbidden() {
        return of(HttpStatus.FORBIDDEN, "forbidden", "Không được phép", "Forbidden",
                "Thiếu mã chống giả mạo (tiêu đề X-XSRF-TOKEN) hoặc tài khoản không có quyền.",
                "The anti-forgery token (header X-XSRF-TOKEN) is missing or the user lacks the right.");
    }

    static Refusal nothingHere() {
        return of(HttpStatus.NOT_FOUND, "not-found", "Không có gì ở đây", "Nothing here",
                "Địa chỉ này không tồn tại. Trang vận hành: " + AT_CONSOLE,
                "This address does not exist. Operators' console: " + AT_CONSOLE);
    }

    static Refusal noSuchTransaction() {
        return of(HttpStatus.NOT_FOUND, "transaction-not-found", "Không tìm thấy giao dịch", "No such transaction",
                "Không có giao dịch nào mang mã này. Hãy kiểm tra mã, hoặc tìm theo số hồ sơ.",
                "No transaction has this id. Check it, or search by the dossier's number.");
    }

    static Refusal badParameter(String name, Text rule) {
        return of(HttpStatus.BAD_REQUEST, "bad-parameter", "Tham số không hợp lệ", "Bad parameter",
                "Tham số “" + name + "”: " + rule.vi(), "Parameter “" + name + "”: " + rule.en());
    }

    static Refusal tooSlow() {
        return of(HttpStatus.SERVICE_UNAVAILABLE, "search-too-wide", "Tìm kiếm quá rộng", "The search is too wide",
                "Không tìm xong trong 2 giây. Hãy thu hẹp khoảng thời gian, chọn một dịch vụ, hoặc tìm theo số hồ sơ.",
                "It did not end within 2 seconds. Narrow the period, choose a service, or search by dossier number.");
    }

    static Refusal databaseDown() {
        return of(HttpStatus.SERVICE_UNAVAILABLE, "ledger-unavailable", "Không đọc được sổ giao dịch",
                "The ledger cannot be read",
                "Cơ sở dữ liệu không trả lời. Hãy thử lại; nếu vẫn lỗi, xem /actuator/health.",
                "The database does not answer. Try again; if it persists, see /actuator/health.");
    }

    static Refusal stillUnderWay() {
        return of(HttpStatus.CONFLICT, "still-under-way", "Giao dịch chưa kết thúc", "Not settled yet",
                "Chỉ gửi lại được giao dịch đã kết thúc; giao dịch này vẫn đang được xử lý.",
                "Only a settled transaction can be sent again; this one is still under way.");
    }

    static Refusal reasonNeeded() {
        return of(HttpStatus.UNPROCESSABLE_CONTENT, "reason-needed", "Cần lý do", "A reason is needed",
                "Hãy ghi lý do gửi lại (3–500 ký tự); lý do được lưu vào nhật ký.",
                "Say why it is sent again (3–500 characters); the reason is kept in the audit log.");
    }

    static Refusal confirmationNeeded() {
        return of(HttpStatus.CONFLICT, "confirmation-needed", "Cần xác nhận", "Confirmation needed",
                "Dịch vụ này ghi dữ liệu và gửi lần nữa có thể gây tác động lần thứ hai. "
                        + "Hãy kiểm tra ở hệ thống đích rồi gửi với confirm = true.",
                "This service writes, and sending it again may take effect twice. "
                        + "Check at the provider first, then send confirm = true.");
    }

    static Refusal notReplayable() {
        return of(HttpStatus.CONFLICT, "not-replayable", "Không gửi lại được", "It cannot be sent again",
                "Nội dung của giao dịch không còn được lưu, hoặc dịch vụ không còn tồn tại.",
                "Its payload is no longer kept, or its service no longer exists.");
    }

    private static Refusal of(HttpStatus status, String code, String titleVi, String titleEn, String detailVi,
            String detailEn) {
        var problem = Problem.of(status.value(), code, new Text(titleVi, titleEn), new Text(detailVi, detailEn));
        return new Refusal(switch (status) {
            case TOO_MANY_REQUESTS -> problem.retryAfter(FailureLimit.WINDOW);
            case SERVICE_UNAVAILABLE -> problem.retryAfter(SOON);
            default -> problem;
        });
    }
}
