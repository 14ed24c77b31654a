package vn.lgsp.gateway.ops;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.springframework.http.HttpStatus;

import vn.lgsp.gateway.connector.Schema.Fault;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.ledger.Overtaking.Newer;
import vn.lgsp.gateway.problem.Problem;
import vn.lgsp.gateway.problem.Problems;

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

    /** A name that is misspelt must not be passed over in silence: what was meant would not be done. */
    static Refusal unknownField(String name) {
        return new Refusal(of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-request", "Dữ liệu chưa đúng",
                "The request does not fit", "Có 1 chỗ cần sửa; xem errors.", "One thing to mend; see errors.").problem()
                .with(List.of(new Fault("/" + name, new Text("là trường không được định nghĩa",
                        "is not a known field")))));
    }

    static Refusal noJson() {
        return new Refusal(Problems.malformed(new Text("Nội dung phải là JSON đúng cú pháp và đúng kiểu dữ liệu.",
                "The body must be JSON, well-formed and of the right types.")));
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
                "Hãy ghi lý do (3–500 ký tự); lý do được lưu vào nhật ký.",
                "Say why (3–500 characters); the reason is kept in the audit log.");
    }

    /** @param twice sending it again may take effect twice; else the provider would only end with an older version than it has */
    static Refusal confirmationNeeded(boolean twice, Optional<Newer> overtaken) {
        var effect = twice
                ? new Text("Dịch vụ này ghi dữ liệu và gửi lần nữa có thể gây tác động lần thứ hai. ",
                        "This service writes, and sending it again may take effect twice. ")
                : Text.same("");
        var late = overtaken.map(newer -> new Text(
                newer.count() + " giao dịch mới hơn cùng số hồ sơ đã được giao, có thể "
                        + "đã được giao hoặc đang chờ giao trước (mới nhất: " + newer.last()
                        + "); gửi bây giờ thì bản cũ đến sau bản mới. ",
                "Newer ones with its key that were delivered, may have been, or wait before it: " + newer.count()
                        + " (the newest: " + newer.last() + "); sent now, the older version comes last. "))
                .orElse(Text.same(""));
        var refusal = of(HttpStatus.CONFLICT, "confirmation-needed", "Cần xác nhận", "Confirmation needed",
                effect.vi() + late.vi() + "Hãy kiểm tra ở hệ thống đích rồi gửi với confirm = true.",
                effect.en() + late.en() + "Check at the provider first, then send confirm = true.");
        return overtaken.map(newer -> new Refusal(refusal.problem().and("overtaken", newer))).orElse(refusal);
    }

    static Refusal notReplayable() {
        return of(HttpStatus.CONFLICT, "not-replayable", "Không gửi lại được", "It cannot be sent again",
                "Nội dung của giao dịch không còn được lưu, hoặc dịch vụ không còn tồn tại.",
                "Its payload is no longer kept, or its service no longer exists.");
    }

    static Refusal confirmationNeeded(ReplayForecast forecast) {
        var risky = forecast.needConfirmation();
        var late = forecast.overtaken();
        return of(HttpStatus.CONFLICT, "confirmation-needed", "Cần xác nhận", "Confirmation needed",
                (risky == 0
                        ? ""
                        : "Trong số này có " + risky
                                + " giao dịch ghi dữ liệu mà gửi lần nữa có thể thực hiện hai lần. ")
                        + (late == 0
                                ? ""
                                : "Trong số này có " + late + " giao dịch đã có giao dịch mới hơn cùng số hồ sơ, không "
                                        + "nằm trong lần gửi này; gửi thì bản cũ đến sau bản mới. ")
                        + "Hãy kiểm tra ở hệ thống đích rồi gửi với confirm = true, hoặc thu hẹp bộ lọc.",
                (risky == 0 ? "" : risky + " of these write, and sending them again may take effect twice. ")
                        + (late == 0
                                ? ""
                                : late + " of these have newer ones with their key that are not sent with them; the "
                                        + "older version would come last. ")
                        + "Check at the provider first and send confirm = true, or narrow the filter.");
    }

    static Refusal tooMany(long count, long most) {
        return of(HttpStatus.UNPROCESSABLE_CONTENT, "too-many", "Quá nhiều giao dịch", "Too many transactions",
                "Bộ lọc khớp " + count + " giao dịch; mỗi lần gửi lại tối đa " + most + ". Hãy thu hẹp.",
                "The filter matches " + count + " transactions; one replay takes " + most + " at most. Narrow it.");
    }

    static Refusal nothingToReplay() {
        return of(HttpStatus.UNPROCESSABLE_CONTENT, "nothing-to-replay", "Không có gì để gửi lại", "Nothing to replay",
                "Không có giao dịch nào khớp mà gửi lại được. Hãy chạy thử (dryRun) để xem vì sao.",
                "No transaction matches that can be sent again. A dry run tells why.");
    }

    static Refusal badKey() {
        return of(HttpStatus.BAD_REQUEST, "bad-parameter", "Tham số không hợp lệ", "Bad parameter",
                "Tiêu đề Idempotency-Key dài tối đa 200 ký tự.",
                "The header Idempotency-Key takes at most 200 characters.");
    }

    static Refusal keyReused() {
        return of(HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused", "Khóa đã dùng cho yêu cầu khác",
                "Key used for another request",
                "Idempotency-Key này đã đi với một yêu cầu gửi lại khác. Yêu cầu mới cần khóa mới.",
                "This Idempotency-Key came with another replay before. A new request needs a new key.");
    }

    static Refusal bodyDoesNotFit(List<Fault> faults) {
        return new Refusal(of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-request", "Dữ liệu chưa đúng",
                "The request does not fit", "Nội dung mới có " + faults.size() + " chỗ cần sửa; xem errors.",
                "Things to mend in the new body: " + faults.size() + "; see errors.").problem().with(faults));
    }

    static Refusal noSuchReplay() {
        return of(HttpStatus.NOT_FOUND, "replay-not-found", "Không tìm thấy lần gửi lại", "No such replay",
                "Không có lần gửi lại nào mang mã này.", "No replay has this id.");
    }

    static Refusal notInThatState(String state) {
        return of(HttpStatus.CONFLICT, "not-in-that-state", "Không làm được lúc này", "Not possible now",
                "Lần gửi lại này đang ở trạng thái " + state + ".", "This replay is " + state + ".");
    }

    static Refusal noSuchDestination() {
        return of(HttpStatus.NOT_FOUND, "destination-not-found", "Không có hệ thống đích này", "No such destination",
                "Không có dịch vụ nào gọi tới hệ thống này.", "No service calls this system.");
    }

    static Refusal heldAlready() {
        return of(HttpStatus.CONFLICT, "held-already", "Đang được giữ", "Held already",
                "Hệ thống này đã có người giữ; xem ai giữ và vì sao trong danh sách.",
                "Somebody holds it already; the list says who and why.");
    }

    static Refusal notHeld() {
        return of(HttpStatus.CONFLICT, "not-held", "Không có ai giữ", "Not held",
                "Hệ thống này không bị ai giữ.", "Nobody holds it.");
    }

    static Refusal breakerClosed() {
        return of(HttpStatus.CONFLICT, "breaker-closed", "Cầu dao đang đóng", "The breaker is closed",
                "Cầu dao của hệ thống này đang thông, không cần đặt lại.", "Its breaker lets calls pass already.");
    }

    static Refusal notWaiting() {
        return of(HttpStatus.CONFLICT, "not-waiting", "Giao dịch không còn chờ", "It does not wait",
                "Chỉ dừng được giao dịch chưa kết thúc; giao dịch này đã có kết quả.",
                "Only a transaction without an outcome can be stopped; this one has one.");
    }

    static Refusal notUnknown() {
        return of(HttpStatus.CONFLICT, "not-unknown", "Kết quả đã rõ", "Its outcome is known",
                "Chỉ quyết định được cho giao dịch “Chưa rõ kết quả”.",
                "Only an UNKNOWN transaction is decided on.");
    }

    static Refusal inHand() {
        return of(HttpStatus.CONFLICT, "in-hand", "Đang được xử lý", "In hand",
                "Giao dịch đang được gọi hoặc được hỏi lại ngay lúc này. Hãy xem lại sau vài giây.",
                "It is being called or asked about right now. Look again in a few seconds.");
    }

    static Refusal noPayload() {
        return of(HttpStatus.NOT_FOUND, "payload-gone", "Không có nội dung", "No such payload",
                "Nội dung này không có hoặc không còn được lưu.", "There is no such payload, or it is no longer kept.");
    }

    static Refusal noSuchConnector() {
        return of(HttpStatus.NOT_FOUND, "connector-not-found", "Không có hệ thống kết nối này", "No such connector",
                "Chưa từng có hệ thống kết nối nào mang tên này.", "No connector of this name was ever served.");
    }

    static Refusal noSuchVersion() {
        return of(HttpStatus.NOT_FOUND, "version-not-found", "Không có phiên bản này", "No such version",
                "Phiên bản này không được lưu. Hãy xem danh sách các phiên bản.",
                "This version is not kept. See the list of versions.");
    }

    static Refusal connectorFaulty(List<Inventory.Fault> faults) {
        var first = faults.getFirst();
        var more = faults.size() == 1 ? "" : " (+" + (faults.size() - 1) + ")";
        var said = Text.same(first.where() + ": ").and(first.what()).and(more);
        return new Refusal(
                of(HttpStatus.UNPROCESSABLE_CONTENT, "connector-faulty", "Cấu hình có lỗi, không thay đổi gì",
                        "It has faults, nothing was changed", said.vi(), said.en()).problem().and("faults", faults));
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
