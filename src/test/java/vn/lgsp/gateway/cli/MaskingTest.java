package vn.lgsp.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.connector.Json;

/** What is recorded of a real call names nobody, wherever a provider has put a person. */
class MaskingTest {
    private static String masked(String json) {
        return masked(json, new Masking(List.of()));
    }

    private static String masked(String json, Masking masking) {
        return new String(Json.write(masking.document(Json.read(json.getBytes(StandardCharsets.UTF_8)))),
                StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = { "{'hoTen':'Trần Thị B'}", "{'nguoiNop':'Trần Thị B'}", "{'CHU_HO_SO':'Trần Thị B'}",
            "{'DiaChiThuongTru':'Trần Thị B'}", "{'x':{'y':[{'TenNguoiKhai':'Trần Thị B'}]}}",
            "{'soDinhDanh':'034567890123'}", "{'ma':'034567890123'}", "{'034567890123':1}", "{'cccd':34567890123}",
            "{'ghiChu':'gọi 0912 345 678 nhé'}", "{'ghiChu':'số +84912345678'}", "{'ghiChu':'0912.345.678'}",
            "{'hoChieu':'C1234567'}", "{'maSoBhxh':'4912345678'}", "{'dienThoai':'0236.3812.345'}",
            "{'ghiChu':'viết cho tran.b@vinhtan.vn'}", "{'access_token':'s3cr3t-s3cr3t'}",
            "{'x':'Bearer s3cr3t-s3cr3t'}", "{'x':'eyJhbGciOiJ9.eyJzdWIiOiIx.c2lnbmF0dXJl'}",
            "{'xml':'<d:HoTen>Trần Thị B</d:HoTen>'}", "{'xml':'<CongDan SoDinhDanh=\\'034567890123\\'/>'}",
            "{'text':'{\\'hoTen\\':\\'Trần Thị B\\'}'}", "['034567890123']" })
    void a_person_is_nobody_in_any_place(String json) {
        var quoted = json.replace("\\'", "\\\"").replace('\'', '"');

        assertThat(masked(quoted)).doesNotContain("Trần", "034567890123", "34567890123", "345 678", "912345678",
                "345.678", "1234567", "12345678", "3812", "vinhtan", "s3cr3t", "c2lnbmF0dXJl");
    }

    @Test
    void who_was_named_once_is_nobody_in_words_and_in_another_document_too() {
        var request = Json.read("{\"hoTen\":\"Trần Thị B\"}".getBytes(StandardCharsets.UTF_8));
        var masking = new Masking(List.of()).knowing(request);

        assertThat(masked("{\"message\":\"Hồ sơ của Trần Thị B (TRẦN THỊ B) đã có\"}", masking)).isEqualTo(
                "{\"message\":\"Hồ sơ của Nguyễn Văn Mẫu (NGUYỄN VĂN MẪU) đã có\"}");
    }

    @Test
    void the_invented_number_is_the_same_for_the_same_and_of_the_same_shape() {
        var masked = masked("{\"soDinhDanh\":\"034567890123\",\"ghiChu\":\"số 034567890123\",\"so\":\"0912 345 678\"}");

        assertThat(masked).matches(
                "\\{\"soDinhDanh\":\"(0\\d{11})\",\"ghiChu\":\"số \\1\",\"so\":\"0\\d{3} \\d{3} \\d{3}\"}");
    }

    @Test
    void what_names_nobody_stays() {
        var plain = Map.of("maHoSo", "H47.12-260302-0012", "trangThai", "4", "tinhNguoiNop", "49", "donVi",
                "000.00.00.H47", "soTien", 120000, "ngayTiepNhan", "20260302080000");

        assertThat(new Masking(List.of()).document(plain)).isEqualTo(plain);
    }
}
