package vn.lgsp.gateway.journey;

import java.util.List;
import java.util.Map;

/** What the one-stop system sends to the national registers: real communes, invented persons. */
final class NationalSamples {
    static final String UNIT = "20341";

    private NationalSamples() {}

    private static String received() {
        return Samples.text(Samples.now().minusHours(1));
    }

    static Map<String, Object> birth(String number) {
        return Map.of("maHoSo", number, "maDonVi", UNIT, "loaiViec", "khai-sinh", "ngayTiepNhan", received(),
                "khaiSinh", Map.of("nguoiDuocKhaiSinh", Map.of("hoTen", "NGUYỄN MẪU AN", "gioiTinh", 2, "ngaySinh",
                        "2024-02-20", "noiSinh", "Bệnh viện Mẫu & Thử"), "me",
                        Map.of("hoTen", "NGUYỄN THỊ THỬ",
                                "ngaySinh", "1990")),
                "nguoiYeuCau", Map.of("hoTen", "NGUYỄN THỊ THỬ", "quanHe", "Mẹ"));
    }

    static Map<String, Object> application(String number) {
        return Map
                .of("maHoSo", number, "ngayTiepNhan", received(), "ngayHenTra",
                        Samples.text(Samples.now().plusDays(14)),
                        "toKhai",
                        Map.ofEntries(Map.entry("hoTen", "Nguyễn Thị Thử"), Map.entry("gioiTinh", 2),
                                Map.entry("ngaySinh",
                                        "1990-05-01"),
                                Map.entry("maQuocTich", 1), Map.entry("giayTo", Map.of("loai", "cccd", "so",
                                        "049190000001")),
                                Map.entry("soDienThoai", "0900000001"), Map.entry("ngayLamDon", "2026-03-01"),
                                Map.entry(
                                        "loaiToKhai", "ca-nhan"),
                                Map.entry("soLuong", 1), Map.entry("doiTuong",
                                        "cong-dan-viet-nam"),
                                Map.entry("loaiPhieu", 1)),
                        "quaTrinhCuTru",
                        List.of(Map.of("tuNgay", "2004", "denNgay", "2026", "noiCuTru", "Phường Tam Kỳ")));
    }

    /** An official document with one file. */
    static Map<String, Object> document(String number, String base64) {
        return Map.ofEntries(Map.entry("maVanBan", number), Map.entry("noiGui", Map.of("maDinhDanh", "000.00.12.H47")),
                Map.entry("noiNhan", List.of(Map.of("maDinhDanh", "000.00.19.H47"))), Map.entry("soVanBan", "124"),
                Map.entry("kyHieu", "UBND-VP"), Map.entry("noiBanHanh", "Tam Kỳ"), Map.entry("ngayBanHanh",
                        "2026-03-02"),
                Map.entry("loaiVanBan", 2), Map.entry("trichYeu", "Quyết định mẫu"), Map.entry("nghiepVu", 0), Map
                        .entry("tepDinhKem", List.of(Map.of("tenTep", "124.pdf", "kieu", "application/pdf", "noiDung",
                                base64))));
    }
}
