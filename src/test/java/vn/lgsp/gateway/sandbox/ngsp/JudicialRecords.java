package vn.lgsp.gateway.sandbox.ngsp;

import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Answer;
import vn.lgsp.gateway.sandbox.wire.Json;

/** nhanHoSoDangKy and traTrangThaiHs. Its codes of errors are not published: those of civil status are played. */
final class JudicialRecords {
    private static final Map<Integer, String> WORDS = Map.of(3, "STP đã tiếp nhận", 4, "Đang xử lý", 5,
            "Đã có phiếu");
    private static final List<String> TEXTS = List.of("fullName", "birthDateStr", "identifyNo", "phone", "declareDate");
    private static final List<String> NUMBERS = List.of("genderId", "nationalityId", "idTypeId", "declareTypeId",
            "requestQty", "objectRequestId", "formType");

    private final Registry registry;

    JudicialRecords(Registry registry) {
        this.registry = registry;
    }

    Answer submit(JsonNode request) {
        var form = request.path("declarationWSForm");
        if (Json.text(request, "idReceivedDec").isBlank() || !date(Json.text(request, "dateReceivedDec"))
                || !date(Json.text(form, "declareDate")) || request.path("residenceWSForm").isEmpty()
                || TEXTS.stream().anyMatch(name -> Json.text(form, name).isBlank())
                || NUMBERS.stream().anyMatch(name -> !form.path(name).isIntegralNumber())) {
            return incorrect();
        }
        return registry.take(Json.text(request, "idReceivedDec"), request)
                ? Answer.json(Json.object("STATUS", "1", "DESCRIPTION", "", "ID", "LLTP-" + registry.all().size()))
                : refused("500", "Hồ sơ đã tồn tại");
    }

    Answer state(JsonNode request) {
        return registry.find(Json.text(request, "idReceivedDec")).filter(one -> Json.text(request, "infoType").equals(
                "2")).map(one -> Answer.json(
                        Json.object("STATUS", "1", "DESCRIPTION", "", "DEC_STATUS_ID", String
                                .valueOf(one.state()), "DEC_STATUS_NAME", WORDS.get(one.state()), "APPROVE_DATE",
                                one.state() == 5 ? "12/03/2026" : null, "ISSUE_DATE",
                                one.state() == 5 ? "13/03/2026" : null)))
                .orElseGet(() -> refused("201", "RECORD_NOT_FOUND"));
    }

    static Answer incorrect() {
        return refused("500", "Dữ liệu không hợp lệ");
    }

    private static Answer refused(String code, String words) {
        return Answer.json(Json.object("STATUS", code, "DESCRIPTION", words));
    }

    private static boolean date(String text) {
        return text.matches("\\d{2}/\\d{2}/\\d{4}");
    }
}
