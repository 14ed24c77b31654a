package vn.lgsp.gateway.problem;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

import vn.lgsp.gateway.connector.Schema.Fault;
import vn.lgsp.gateway.connector.faults.Text;

/** Every way the gateway says no by itself. Codes are part of the contract: add, never rename. */
public final class Problems {
    private Problems() {}

    public static Problem noSuchService(String method, String path) {
        return Problem.of(404, "no-such-service", new Text("Không có dịch vụ này", "No such service"), new Text(
                "Không có dịch vụ nào ở " + method + " " + path + ". Danh sách dịch vụ nằm trong contracts/.",
                "There is no service at " + method + " " + path + ". The contracts list what there is."));
    }

    /** The server refused it before any door was reached, e.g. a path or header that cannot be read. */
    public static Problem atTheEdge(int status) {
        return switch (status) {
            case 401, 403, 404 -> Problem.of(404, "not-found", new Text("Không có gì ở đây", "Nothing here"), new Text(
                    "Địa chỉ này không tồn tại.", "This address does not exist."));
            case 405, 501 -> Problem.of(status, "method-not-allowed", new Text("Sai phương thức", "Method not allowed"),
                    new Text("Địa chỉ này không nhận phương thức đó.", "This address does not take that method."));
            case 415 -> unsupportedMediaType();
            case 500, 502, 503, 504 -> fault();
            default -> Problem.of(status, "malformed-request", new Text("Yêu cầu không hợp lệ", "Malformed request"),
                    new Text(
                            "Phương thức, đường dẫn, tiêu đề hoặc nội dung không đúng HTTP, quá dài, có tiêu đề lặp lại "
                                    + "hoặc ký tự không được phép. Hãy mã hoá phần trăm cho đúng.",
                            "Method, path, headers or body are not proper HTTP, too long, say a header twice or hold "
                                    + "characters that are not allowed. Percent-encode them properly."));
        };
    }

    public static Problem methodNotAllowed(String method, List<String> allowed) {
        return Problem.of(405, "method-not-allowed", new Text("Sai phương thức", "Method not allowed"), new Text(
                "Địa chỉ này không nhận " + method + "; chỉ nhận " + String.join(", ", allowed) + ".",
                "This address does not take " + method + "; it takes " + String.join(", ", allowed) + ".")).and(
                        "allowed", allowed);
    }

    public static Problem unknownCaller() {
        return Problem.of(401, "unknown-caller", new Text("Không rõ bên gọi", "Unknown caller"), new Text(
                "Thiếu hoặc sai khóa trong X-API-Key. Xin khóa từ quản trị nền tảng.",
                "X-API-Key is missing or not known. Ask the gateway's administrator for a key.")).challenge(
                        "ApiKey realm=\"lgsp\"");
    }

    /** For a caller that is known by a checksum instead of a key. */
    public static Problem unproven() {
        return Problem.of(401, "unknown-caller", new Text("Không rõ bên gọi", "Unknown caller"), new Text(
                "Mã xác thực không khớp với nội dung. Kiểm tra khóa bí mật và cách tính.",
                "The checksum does not fit the content. Check the secret and how it is computed.")).challenge(
                        "Checksum realm=\"lgsp\"");
    }

    public static Problem notAllowed(String service) {
        return Problem.of(403, "not-allowed", new Text("Không được phép", "Not allowed"), new Text("Bên gọi chưa được "
                + "cấp quyền dùng dịch vụ " + service + ".",
                "This caller has not been given the service " + service
                        + "."));
    }

    public static Problem quotaExceeded(int perSecond) {
        return Problem.of(429, "quota-exceeded", new Text("Quá hạn mức", "Quota exceeded"), new Text(
                "Bên gọi được " + perSecond + " yêu cầu mỗi giây. Hãy chờ rồi gọi lại.", "This caller may send "
                        + perSecond + " requests a second. Wait, then ask again."))
                .retryAfter(Duration.ofSeconds(1));
    }

    public static Problem tooLarge(long limit) {
        return Problem.of(413, "body-too-large", new Text("Nội dung quá lớn", "Body too large"), new Text(
                "Dịch vụ này nhận tối đa " + limit + " byte.", "This service takes at most " + limit + " bytes.")).and(
                        "limit", limit);
    }

    /** @param pointer to the text that made it so; empty where it was none alone */
    public static Problem tooLarge(long limit, String pointer) {
        return pointer.isEmpty()
                ? tooLarge(limit)
                : tooLarge(limit).with(List.of(new Fault(pointer, new Text(
                        "vượt quá giới hạn " + limit + " byte của dịch vụ này",
                        "goes beyond this service's limit of " + limit + " bytes"))));
    }

    /** A long text began as Base64 and went on as something else. */
    public static Problem notBase64(String pointer) {
        return invalid(List.of(new Fault(pointer, new Text(
                "phải là Base64 liền, không xuống dòng, không kèm data:",
                "must be plain Base64 without line breaks or a data: prefix"))));
    }

    public static Problem unsupportedMediaType() {
        return unsupported(new Text("Địa chỉ này nhận Content-Type: application/json.",
                "This address takes Content-Type: application/json."));
    }

    /** @param allowed what the contract names */
    public static Problem unsupportedMediaType(Collection<String> allowed) {
        var types = String.join(", ", new TreeSet<>(allowed));
        return unsupported(new Text("Dịch vụ này nhận Content-Type: " + types + ".",
                "This service takes Content-Type: " + types + "."));
    }

    /** Of the right type, but in a coding that nobody undoes here. */
    public static Problem compressed() {
        return unsupported(new Text("Nội dung phải được gửi không nén (không có Content-Encoding).",
                "The body must be sent as it is, without Content-Encoding."));
    }

    private static Problem unsupported(Text detail) {
        return Problem.of(415, "unsupported-media-type", new Text("Sai kiểu nội dung", "Unsupported media type"),
                detail);
    }

    public static Problem lengthNeeded() {
        return Problem.of(411, "length-needed", new Text("Thiếu Content-Length", "Content-Length missing"), new Text(
                "Tài liệu được chuyển thẳng, nên cần biết trước độ dài (Content-Length).",
                "A document is passed on as it comes, so its length must be known before (Content-Length)."));
    }

    public static Problem malformed(Text detail) {
        return Problem.of(400, "malformed-body", new Text("Nội dung không đọc được", "The body cannot be read"),
                detail);
    }

    /** @param known the cases there are */
    public static Problem noSuchCase(String asked, String service, List<String> known) {
        return Problem.of(400, "no-such-case", new Text("Không có câu trả lời mẫu này", "No such recorded answer"),
                new Text("Dịch vụ " + service + " không có câu trả lời mẫu `" + asked + "`; xem cases.",
                        "The service " + service + " has no recorded answer `" + asked + "`; see cases."))
                .and("cases", known);
    }

    /** Nothing is recorded that could answer in a provider's place. */
    public static Problem nothingRecorded(String service) {
        return Problem.of(409, "nothing-recorded", new Text("Chưa có câu trả lời mẫu", "Nothing is recorded"), new Text(
                "Dịch vụ " + service + " chưa có câu trả lời mẫu nào nên chưa thử được.",
                "The service " + service + " has no recorded answers yet, so it cannot be tried out."));
    }

    public static Problem badParameter(Text detail) {
        return Problem.of(400, "bad-request", new Text("Yêu cầu không hợp lệ", "Bad request"), detail);
    }

    public static Problem invalid(List<Fault> faults) {
        return Problem.of(422, "invalid-request", new Text("Dữ liệu chưa đúng", "The request does not fit"), new Text(
                "Có " + faults.size() + " chỗ cần sửa; xem errors.",
                faults.size() == 1
                        ? "One thing to mend; see errors."
                        : faults.size() + " things to mend; see errors."))
                .with(faults);
    }

    /** What stands in a batch and cannot. */
    public static Problem notInABatch(String service) {
        return Problem.of(422, "not-in-a-batch", new Text("Không gửi theo lô được", "Not in a batch"), new Text(
                "Không có dịch vụ " + service + " nhận yêu cầu theo lô; xem \"batch\" ở /api/services.",
                "There is no service " + service + " that takes requests in a batch; see \"batch\" at /api/services."));
    }

    /** @param operation the name of a message's element */
    public static Problem noSuchOperation(String operation, String connector) {
        return Problem.of(404, "no-such-operation", new Text("Không có thao tác này", "No such operation"), new Text(
                "Không có thao tác " + operation + "; xem /soap/" + connector + "?wsdl.", "There is no operation "
                        + operation + "; see /soap/" + connector + "?wsdl."));
    }

    /** @param elements of a SOAP header */
    public static Problem notUnderstood(List<String> elements) {
        return Problem.of(400, "header-not-understood", new Text("Không hiểu tiêu đề SOAP",
                "A SOAP header is not understood"),
                new Text("Cổng không hiểu phần tử tiêu đề có mustUnderstand: "
                        + String.join(", ", elements) + ".",
                        "The gateway does not understand these elements of the header that say mustUnderstand: "
                                + String.join(", ", elements) + "."));
    }

    public static Problem noSuchSoap() {
        return Problem.of(400, "soap-version", new Text("Sai phiên bản SOAP", "No SOAP version known here"), new Text(
                "Cổng nhận SOAP 1.1 và 1.2; không gian tên của Envelope là của phiên bản khác.",
                "The gateway takes SOAP 1.1 and 1.2; the Envelope's name space is that of another."));
    }

    public static Problem keyMissing() {
        return Problem.of(400, "idempotency-key-missing", new Text("Thiếu Idempotency-Key đúng cách",
                "Idempotency-Key missing or not usable"),
                new Text("Dịch vụ ghi dữ liệu cần tiêu đề Idempotency-Key (1–200 ký tự): gửi lại cùng khóa sẽ không bị "
                        + "thực hiện hai lần.",
                        "A service that writes needs the header Idempotency-Key (1–200 "
                                + "characters): the same key sent again is not carried out twice."));
    }

    public static Problem keyInFlight() {
        return Problem.of(409, "request-in-flight", new Text("Đang xử lý", "In flight"), new Text(
                "Yêu cầu đầu tiên với khóa này chưa xong. Hãy chờ rồi hỏi lại.",
                "The first request with this key has not ended. Wait, then ask again.")).retryAfter(Duration.ofSeconds(
                        1));
    }

    public static Problem keyReused() {
        return Problem.of(422, "idempotency-key-reused", new Text("Khóa đã dùng cho nội dung khác",
                "Key used with another body"),
                new Text("Idempotency-Key này đã đi với một nội dung khác. Nội dung mới "
                        + "cần khóa mới.",
                        "This Idempotency-Key came with another body before. A new body needs a new "
                                + "key."));
    }

    public static Problem noSuchTransaction() {
        return Problem.of(404, "no-such-transaction", new Text("Không có giao dịch này", "No such transaction"),
                new Text("Không có giao dịch nào của bên gọi này với mã đó.",
                        "This caller has no transaction with that id."));
    }

    public static Problem noMatch(String reference) {
        return Problem.of(422, "no-matching-transaction", new Text("Không khớp giao dịch nào",
                "No matching transaction"),
                new Text("Không có giao dịch nào mang mã tham chiếu này ở nền tảng.",
                        "The gateway knows no transaction with this reference."))
                .with(List.of(new Fault(reference,
                        new Text("mã tham chiếu không có ở nền tảng", "the reference is not known here"))));
    }

    public static Problem rejectedByProvider(Text provider, String words) {
        return Problem.of(422, "rejected-by-provider", new Text("Bên cung cấp từ chối", "Rejected by the provider"),
                new Text(provider.vi() + " trả lời: " + words, provider.en() + " answered: " + words));
    }

    /** @param sent whether the request reached the provider */
    public static Problem providerUnavailable(Text provider, Text words, boolean sent) {
        return Problem.of(sent ? 502 : 503, "provider-unavailable", new Text("Bên cung cấp chưa phục vụ được",
                "The provider is not available"),
                new Text(provider.vi() + ": " + words.vi()
                        + ". Chưa có gì được thực hiện; gọi lại sau.",
                        provider.en() + ": " + words.en()
                                + ". Nothing was done; ask again later."))
                .and("sent", sent).retryAfter(Duration
                        .ofSeconds(30));
    }

    /** @param effect whether the request may have changed something: then its outcome is not known yet */
    public static Problem providerTimeout(Text provider, boolean effect) {
        var detail = effect
                ? new Text(
                        "Yêu cầu đã gửi tới " + provider.vi()
                                + " nhưng mất câu trả lời, nên chưa rõ kết quả. Không được "
                                + "gửi lại với khóa mới; xem trạng thái giao dịch.",
                        "The request was sent to " + provider.en()
                                + " and the answer was lost, so the outcome is not known yet. Do not send it again "
                                + "with a new key; look at the transaction's state.")
                : new Text(
                        "Yêu cầu đã gửi tới " + provider.vi() + " nhưng không có câu trả lời đúng hạn. Gọi lại được.",
                        "The request was sent to " + provider.en()
                                + " and no answer came in time. It may be asked again.");
        return Problem.of(504, effect ? "outcome-unknown" : "provider-timeout", new Text(
                "Không có câu trả lời đúng hạn", "No answer in time"), detail).and("sent", true);
    }

    public static Problem busy() {
        return Problem.of(503, "busy", new Text("Nền tảng đang quá tải", "The gateway is busy"), new Text(
                "Quá nhiều yêu cầu cùng lúc; chưa nhận yêu cầu này. Gọi lại sau.",
                "Too many requests at once; this one was not accepted. Ask again later.")).retryAfter(Duration
                        .ofSeconds(1));
    }

    public static Problem notRecorded() {
        return Problem.of(503, "not-recorded", new Text("Chưa ghi nhận được", "Not recorded"), new Text(
                "Nền tảng chưa xác nhận được là đã ghi yêu cầu. Gọi lại với cùng Idempotency-Key: yêu cầu chỉ được thực hiện một lần.",
                "The gateway could not make sure that the request is recorded. Send it again with the same "
                        + "Idempotency-Key: it is carried out once."))
                .retryAfter(Duration.ofSeconds(2));
    }

    public static Problem notReadable() {
        return Problem.of(503, "ledger-unavailable", new Text("Không đọc được sổ giao dịch",
                "The ledger cannot be read"),
                new Text("Cơ sở dữ liệu của nền tảng không trả lời. Hãy hỏi lại sau.",
                        "The gateway's database does not answer. Ask again later."))
                .retryAfter(Duration.ofSeconds(2));
    }

    public static Problem fault() {
        return Problem.of(500, "gateway-fault", new Text("Lỗi của nền tảng", "A fault of the gateway"), new Text(
                "Lỗi không lường trước; đã ghi lại kèm mã giao dịch.",
                "An unforeseen fault; it was noted with the transaction's id."));
    }
}
