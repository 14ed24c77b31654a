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
}
