package vn.lgsp.gateway.sandbox.ngsp;

import java.util.List;
import java.util.Map;

import vn.lgsp.gateway.sandbox.wire.Answer;
import vn.lgsp.gateway.sandbox.wire.Json;

/** What can only be read: enterprises, members of the social insurance, code lists. All invented but the lists. */
final class Registers {
    private static final Map<String, String> NAMES = Map.of("4000000001", "CÔNG TY TNHH MẪU QUẢNG NAM", "4000000002",
            "CÔNG TY CỔ PHẦN THỬ NGHIỆM TAM KỲ");
    private static final Map<String, String> MEMBERS = Map.of("4912345678", "NGUYỄN THỊ THỬ", "4912345679",
            "NGUYỄN VĂN MẪU");
    private static final Map<String, List<Map<String, Object>>> LISTS = Map.of("donvihanhchinhcap1",
            List.of(unit("01", "Thành phố Hà Nội"), unit("48", "Thành phố Đà Nẵng"), unit("79",
                    "Thành phố Hồ Chí Minh")),
            "donvihanhchinhcap3", List.of(unit("20341", "Phường Tam Kỳ"), unit("20410", "Phường Hội An")), "magioitinh",
            List.of(Json.object("Ma", "0", "Ten", "Chưa có thông tin"), Json.object("Ma", "1", "Ten", "Nam"), Json
                    .object("Ma", "2", "Ten", "Nữ")),
            "manhommau", List.of());

    private Registers() {}

    private static Map<String, Object> unit(String code, String name) {
        return Json.object("MaDonVi", code, "TenDonVi", name, "GhiChu", null);
    }

    static Answer enterprise(String number) {
        var name = NAMES.get(number);
        if (name == null) {
            return noEnterprise("Không tìm thấy doanh nghiệp");
        }
        return Answer.json(Json.object("MainInformation", Json.object("ENTERPRISE_ID", 1, "ENTERPRISE_GDT_CODE",
                number, "IMP_BUSINESS_CODE", null, "ENTERPRISE_TYPE_ID", "TNHH2", "ENTERPRISE_TYPE_NAME",
                "Công ty TNHH hai thành viên trở lên", "NAME", name, "SHORT_NAME", "", "NAME_F", null, "FOUNDING_DATE",
                "01/03/2018", "LAST_AMEND_DATE", "15/08/2025", "NUMBER_CHANGES", 2, "ENTERPRISE_STATUS",
                "Đang hoạt động", "LEGAL_NAMES", "Nguyễn Văn Mẫu", "CAPITAL_AMOUNT", 1_000_000_000L), "HOAdress",
                Json.object("CityID", 48, "CityName", "Thành phố Đà Nẵng", "DistrictID", null, "DistrictName", null,
                        "WardID", 20341, "WardName", "Phường Tam Kỳ", "StreetNumber", "12 Hùng Vương",
                        "AddressFullText", "12 Hùng Vương, Phường Tam Kỳ, Thành phố Đà Nẵng"),
                "BusinessActivity", List.of(Json.object("CODE", "4101", "NAME", "Xây dựng nhà để ở", "IS_MAIN", "Y")),
                "Member", List.of(), "DataCount", 1, "Status", "1", "Message", "success"));
    }

    static Answer noEnterprise(String why) {
        return Answer.json(Json.object("MainInformation", null, "DataCount", 0, "Status", "0", "Message", why));
    }

    static Answer member(String number) {
        var name = MEMBERS.get(number);
        return name == null
                ? nobody()
                : Answer.json(Json.object("hoTen", name, "soSoCu", "", "ngaySinh", "19900501", "loaiNgaySinh", "0",
                        "gioiTinh", "2", "maTinhKs", "49", "maHuyenKs", "502", "maXaKs", "20341", "trangThai", "1"));
    }

    static Answer nobody() {
        return Answer.json(Json.object("hoTen", null, "trangThai", "0"));
    }

    static Answer list(String code) {
        var rows = LISTS.get(code);
        return rows == null ? noList() : Answer.json(rows);
    }

    static Answer noList() {
        return Answer.json(Json.object("MSG", "Category not found", "Count", 0));
    }
}
