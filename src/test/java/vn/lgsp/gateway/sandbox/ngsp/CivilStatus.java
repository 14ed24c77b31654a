package vn.lgsp.gateway.sandbox.ngsp;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Answer;
import vn.lgsp.gateway.sandbox.wire.Json;

/** dangKyHoTich and traTrangThaiHoSo: JSON that carries XML. */
final class CivilStatus {
    private static final Map<Integer, String> WORDS = Map.of(1, "Đã tiếp nhận hồ sơ, chờ xử lý", 2,
            "Hồ sơ cần bổ sung thông tin: giấy chứng sinh", 3, "Hồ sơ đủ điều kiện giải quyết", 4,
            "Đã hoàn thành đăng ký");
    private static final List<String> MODULES = List.of("KS", "KT", "KH");

    private final Registry registry;

    CivilStatus(Registry registry) {
        this.registry = registry;
    }

    Answer register(JsonNode request) {
        if (!request.path("maDonVi").isIntegralNumber()) {
            return refused(106, "AGENCY_ID_INCORRECT - Mã đơn vị không chính xác");
        }
        if (!MODULES.contains(Json.text(request, "module")) || Json.text(request, "maHoSo").isBlank()
                || !Json.text(request, "ngayTiepNhan").matches("\\d{4}-\\d{2}-\\d{2}")) {
            return incorrect();
        }
        if (!wellFormed(Json.text(request, "data"))) {
            return refused(500, "DATA_INCORRECT - data không phải là XML <hotich><hoso>");
        }
        return registry.take(Json.text(request, "maHoSo"), request)
                ? answer(1, "Gửi thông tin thành công")
                : refused(500, "DATA_INCORRECT - Hồ sơ đã tồn tại");
    }

    Answer state(JsonNode request) {
        return registry.find(Json.text(request, "maHoSo")).map(Handed::state).map(state -> answer(state, WORDS
                .getOrDefault(state, ""))).orElseGet(() -> refused(201, "RECORD_NOT_FOUND - Hồ sơ không tồn tại"));
    }

    static Answer incorrect() {
        return refused(500, "DATA_INCORRECT - Dữ liệu không hợp lệ");
    }

    private static Answer answer(int status, String words) {
        return Answer.json(Json.object("status", status, "statusDescription", words, "value", null, "errorCode", null,
                "errorDescription", null));
    }

    private static Answer refused(int code, String words) {
        return Answer.json(Json.object("status", 0, "statusDescription", "Đã có lỗi xảy ra", "value", null,
                "errorCode", String.valueOf(code), "errorDescription", words));
    }

    private static boolean wellFormed(String xml) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            var root = builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
            return root.getTagName().equals("hotich") && root.getElementsByTagName("hoso").getLength() == 1;
        } catch (SAXException | IOException notXml) {
            return false;
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
