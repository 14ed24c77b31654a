package vn.lgsp.gateway.sandbox.portal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import vn.lgsp.gateway.sandbox.wire.Json;

/** The procedures and code lists the portal shares; procedure codes and units are real, the rest is illustrative. */
final class Catalogues {
    private record Procedure(String code, String title, String field, String fieldTitle) {}

    private static final List<Procedure> PROCEDURES = List.of(
            new Procedure("1.001193", "Đăng ký khai sinh", "G15-TP01", "Hộ tịch"),
            new Procedure("1.000419", "Đăng ký khai tử lưu động", "G15-TP01", "Hộ tịch"),
            new Procedure("1.004222", "Đăng ký thường trú", "G01-CA01", "Đăng ký, quản lý cư trú"),
            new Procedure("2.000806", "Đăng ký kết hôn có yếu tố nước ngoài", "G15-TP01", "Hộ tịch"),
            new Procedure("2.001263", "Đăng ký việc nuôi con nuôi trong nước", "G15-TP02", "Nuôi con nuôi"),
            new Procedure("1.014201", "Gia hạn giấy phép lao động cho người nước ngoài", "G09-NV01", "Việc làm"),
            new Procedure("2.000815", "Chứng thực bản sao", "G15-TP03", "Chứng thực"),
            new Procedure("2.000884", "Chứng thực chữ ký", "G15-TP03", "Chứng thực"),
            new Procedure("2.001019", "Chứng thực di chúc", "G15-TP03", "Chứng thực"),
            new Procedure("1.003560", "Cấp giấy phép xây dựng nhà ở riêng lẻ", "G17-XD03", "Hoạt động xây dựng"));

    private static final Map<String, List<Map<String, Object>>> LISTS = Map.ofEntries(
            Map.entry("LayDanhMucCoQuan", List.of(
                    Json.object("MADONVI", "000.00.00.H47", "TENDONVI", "UBND tỉnh Quảng Nam", "CAPDONVI", "1"),
                    Json.object("MADONVI", "000.00.12.H47", "TENDONVI", "Sở Xây dựng", "CAPDONVI", "2"),
                    Json.object("MADONVI", "000.00.00.H17", "TENDONVI", "UBND thành phố Đà Nẵng", "CAPDONVI", "1"))),
            Map.entry("LayDanhMucLinhVuc", fields()),
            Map.entry("LayDanhMucCapThucHien", coded("Cấp Bộ", "Cấp Tỉnh", "Cấp Xã")),
            Map.entry("LayDanhMucDoiTuong", coded("Công dân", "Doanh nghiệp", "Cơ quan nhà nước", "Tổ chức khác")),
            Map.entry("LayDanhMucCanCuPhapLy",
                    List.of(Json.object("SOVANBAN", "118/2025/NĐ-CP", "TENVANBAN", "Nghị định về một cửa"))),
            Map.entry("LayDanhMucLePhi", List.of(Json.object("MAPHILEPHI", "PLP-01", "TENPHILEPHI", "Lệ phí"))),
            Map.entry("LayDanhMucTinhThanh",
                    List.of(unit("01", "Hà Nội"), unit("48", "Đà Nẵng"), unit("79", "Hồ Chí Minh"))),
            Map.entry("LayDanhMucQuanHuyen", List.of()),
            Map.entry("LayDanhMucPhuongXa",
                    List.of(unit("20194", "Hải Vân"), unit("20242", "Hải Châu"), unit("20341", "Tam Kỳ"))),
            Map.entry("LayDanhMucQuocGia", coded("Việt Nam", "Lào", "Campuchia")),
            Map.entry("LayDanhMucDanToc", coded("Kinh", "Cơ Tu", "Xơ Đăng", "Gié Triêng")),
            Map.entry("LayDanhMucTonGiao", coded("Không", "Phật giáo", "Công giáo", "Cao Đài")),
            Map.entry("LayDanhMucGioiTinh", coded("Nam", "Nữ", "Khác")),
            Map.entry("LayDanhMucTinhTrangHonNhan", coded("Chưa kết hôn", "Đã kết hôn", "Ly hôn")),
            Map.entry("LayDanhSachTTHC", PROCEDURES.stream()
                    .map(one -> Json.object("MATTHC", one.code(), "TENTTHC", one.title())).toList()));

    private Catalogues() {}

    static Optional<List<Map<String, Object>>> list(String service) {
        return Optional.ofNullable(LISTS.get(service));
    }

    /** The procedure in full, as LayThuTuc gives it. */
    static Optional<Map<String, Object>> procedure(String code) {
        return PROCEDURES.stream().filter(one -> one.code().equals(code)).findFirst().map(Catalogues::full);
    }

    private static Map<String, Object> full(Procedure one) {
        var fee = Json.object("MAPHILEPHI", "PLP-01", "SOTIEN", "75000", "DONVI", "Đồng", "MOTA", "Lệ phí");
        var time = Json.object("THOIGIANGIAIQUYET", "15", "DONVITINH", "Ngày làm việc", "MOTA", "", "PHILEPHI",
                List.of(fee));
        var paper = Json.object("MAGIAYTO", "000.00.00.G17-KQ0001", "TENGIAYTO", "Đơn đề nghị", "TENMAUDON",
                "Mau-01.docx", "URL", "https://dichvucong.example.vn/mau/Mau-01.docx");
        return Json.object("MATTHC", one.code(), "TENTTHC", one.title(), "MACOQUANCONGBO", "000.00.00.G17", "TRANGTHAI",
                "1", "LINHVUCTHUCHIEN",
                List.of(Json.object("MALINHVUC", one.field(), "TENLINHVUC", one.fieldTitle())), "TRINHTUTHUCHIEN",
                List.of(), "CACHTHUCTHUCHIEN", List.of(Json.object("KENH", "2", "THOIGIAN", List.of(time))),
                "THANHPHANHOSO", List.of(Json.object("GIAYTO", List.of(paper))), "DOITUONGTHUCHIEN",
                List.of(Json.object("TENDOITUONG", "Công dân Việt Nam")), "MOTADOITUONGTHUCHIEN", "", "COQUANTHUCHIEN",
                List.of(Json.object("TENDONVI", "UBND cấp xã", "MADONVI", "000.00.00.H47")), "KETQUATHUCHIEN",
                List.of(Json.object("MAKETQUA", "KQ.G17.000001", "TENKETQUA", "Kết quả giải quyết")), "CANCUPHAPLY",
                List.of(Json.object("SOVANBAN", "118/2025/NĐ-CP", "TENVANBAN", "Nghị định về một cửa")), "YEUCAU", "");
    }

    private static List<Map<String, Object>> fields() {
        return PROCEDURES.stream()
                .map(one -> Json.object("MALINHVUC", one.field(), "TENLINHVUC", one.fieldTitle(), "MANGANH", ""))
                .distinct().toList();
    }

    private static Map<String, Object> unit(String code, String name) {
        return Json.object("MA", code, "TEN", name);
    }

    private static List<Map<String, Object>> coded(String... names) {
        return java.util.stream.IntStream.range(0, names.length)
                .mapToObj(at -> Json.object("MA", String.valueOf(at + 1), "TEN", names[at])).toList();
    }
}
