package vn.lgsp.gateway.connector.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.faults.DeclarationFault;
import vn.lgsp.gateway.connector.faults.Faults;

class SchemaTest {
    private static final Path FOLDER = Path.of("src/test/resources/schema");

    private final Schema schema = new SchemaFolder(FOLDER).read(FOLDER.resolve("dossier.request.json"), new Faults())
            .orElseThrow();

    /** One line a fault: pointer, Vietnamese, English. */
    private String faults(String json) {
        return schema.check(Json.read(json.getBytes(StandardCharsets.UTF_8))).stream()
                .map(fault -> fault.pointer() + " | " + fault.detail().vi() + " | " + fault.detail().en()).sorted()
                .collect(Collectors.joining("\n"));
    }

    @Test
    void what_fits_has_no_faults() {
        assertThat(faults("""
                {"maHoSo":"H47.1","ngayTiepNhan":"2026-03-02T08:00:00+07:00","ngayNop":"2026-03-02",
                 "email":"an@example.vn","trang":"https://example.vn/a","kenh":"1","loai":"HS","phi":75000.5e-3,
                 "chuHoSo":{"hoTen":"Nguyễn Văn An"},"giayTo":[{"ten":"Đơn"}]}""")).isEmpty();
    }

    @Test
    void each_keyword_is_said_in_both_languages_with_the_fields_name_and_never_the_value() {
        assertThat(faults("""
                {"maHoSo":"G1","trichYeu":"một câu quá dài","ngayNop":"02/03/2026","email":"x","trang":"y z",
                 "kenh":"9","loai":"XX","phi":-1,"chuHoSo":{"hoTen":5},"giayTo":[{},{"ten":"a"},{"ten":"b"}],
                 "trichyeu":1}""")).isEqualTo(
                """
                /chuHoSo/hoTen | Họ tên (hoTen) phải là văn bản | Họ tên (hoTen) must be a text
                /email | email phải là địa chỉ thư điện tử | email must be an e-mail address
                /giayTo | Giấy tờ (giayTo) có quá 2 phần tử cho phép | Giấy tờ (giayTo) has more than the 2 items allowed
                /giayTo/0/ten | Tên giấy tờ (ten) còn thiếu | Tên giấy tờ (ten) is missing
                /kenh | Kênh thực hiện (kenh) phải là một trong: "1", "2", "3" | Kênh thực hiện (kenh) must be one of: "1", "2", "3"
                /loai | loai phải là "HS" | loai must be "HS"
                /maHoSo | Mã hồ sơ (maHoSo) phải bắt đầu bằng H47. | Mã hồ sơ (maHoSo) must begin with H47.
                /ngayNop | ngayNop phải là ngày, ví dụ 2026-03-02 | ngayNop must be a date, such as 2026-03-02
                /ngayTiepNhan | Ngày tiếp nhận (ngayTiepNhan) còn thiếu | Ngày tiếp nhận (ngayTiepNhan) is missing
                /phi | Phí (phi) phải từ 0 trở lên | Phí (phi) must be 0 or more
                /trang | trang phải là địa chỉ URI đầy đủ, ví dụ https://example.vn/a | trang must be a full URI, such as https://example.vn/a
                /trichYeu | Trích yếu (trichYeu) dài quá 10 ký tự cho phép; cần rút ngắn | Trích yếu (trichYeu) is longer than the 10 characters allowed
                /trichyeu | trichyeu là trường không được định nghĩa (ý bạn là `trichYeu`?) | trichyeu is not a known field (did you mean `trichYeu`?)""");
    }

    @Test
    void another_kind_of_document_is_told_apart() {
        assertThat(faults("[]")).isEqualTo(" | Nội dung phải là đối tượng | The body must be an object");
        assertThat(faults("null")).isEqualTo(" | Nội dung phải là đối tượng | The body must be an object");
    }

    @Test
    void a_field_of_another_type_is_told_its_type_whatever_words_the_declaration_has() {
        assertThat(faults("{\"maHoSo\":5,\"ngayTiepNhan\":\"2026-03-02T08:00:00Z\"}")).isEqualTo(
                "/maHoSo | Mã hồ sơ (maHoSo) phải là văn bản | Mã hồ sơ (maHoSo) must be a text");
    }

    @Test
    void lengths_count_characters_not_bytes() {
        assertThat(faults("{\"maHoSo\":\"H47.1\",\"ngayTiepNhan\":\"2026-03-02T08:00:00Z\",\"trichYeu\":\""
                + "😀".repeat(10) + "\"}")).isEmpty();
    }

    @Test
    void a_schema_that_is_none_is_refused_with_its_lines() {
        var faults = new Faults();

        assertThat(new SchemaFolder(FOLDER).read(FOLDER.resolve("wrong.request.json"), faults)).isEmpty();

        assertThat(faults.list()).extracting(fault -> fault.place().line()).contains(4, 5, 6, 7);
        assertThat(faults.list()).extracting(DeclarationFault::message).filteredOn(m -> m.en().contains("$ref"))
                .hasSize(3);
    }
}
