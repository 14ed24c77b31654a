package vn.lgsp.gateway.journey;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Realistic requests: real procedures and communes, invented persons. */
public final class Samples {
    private static final ZoneOffset VIETNAM = ZoneOffset.ofHours(7);

    private Samples() {}

    /** Now, as the one-stop system writes it. */
    public static OffsetDateTime now() {
        return OffsetDateTime.now(VIETNAM).truncatedTo(ChronoUnit.SECONDS);
    }

    /** With its seconds, also when they are nought: {@code toString} would leave them out. */
    static String text(OffsetDateTime time) {
        return time.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    /** A birth registration of Tam Kỳ ward, received an hour ago, in process. */
    public static Map<String, Object> dossier(String number) {
        var received = now().minusHours(1);
        var dossier = new LinkedHashMap<String, Object>();
        dossier.put("maHoSo", number);
        dossier.put("maTTHC", "1.001193");
        dossier.put("tenTTHC", "Đăng ký khai sinh");
        dossier.put("maLinhVuc", "G15-TP02");
        dossier.put("tenLinhVuc", "Hộ tịch");
        dossier.put("kenhThucHien", 2);
        dossier.put("chuHoSo", "Nguyễn Thị Thử");
        dossier.put("soGiayToChuHoSo", "049090000001");
        dossier.put("dinhDanhCHS", List.of(Map.of("loaiDinhDanh", 1, "soDinhDanh", "049090000001")));
        dossier.put("loaiDoiTuong", 1);
        dossier.put("email", "thu@example.vn");
        dossier.put("soDienThoai", "0900000001");
        dossier.put("trichYeuHoSo", "Đăng ký khai sinh cho con");
        dossier.put("ngayNopHoSo", text(received.minusMinutes(15)));
        dossier.put("ngayTiepNhan", text(received));
        dossier.put("ngayHenTra", text(received.plusDays(1)));
        dossier.put("trangThaiHoSo", 4);
        dossier.put("hinhThuc", 1);
        dossier.put("donViXuLy", "UBND phường Tam Kỳ");
        dossier.put("noiNopHoSo", 2);
        dossier.put("hoSoCoThanhPhanSoHoa", true);
        dossier.put("taiKhoanDuocXacThucVoiVNeID", true);
        dossier.put("duocThanhToanTrucTuyen", 1);
        return dossier;
    }

    /** The same dossier when its result has been handed over. */
    public static Map<String, Object> finished(String number) {
        var dossier = dossier(number);
        dossier.put("trangThaiHoSo", 10);
        dossier.put("ngayKetThucXuLy", text(now().minusMinutes(10)));
        dossier.put("ngayTra", text(now().minusMinutes(5)));
        return dossier;
    }

    public static Map<String, Object> progress(String number, int steps) {
        return Map.of("maHoSo", number, "buocXuLy", IntStream.rangeClosed(1, steps).mapToObj(step -> Map.of("nguoiXuLy",
                "Trần Văn Mẫu", "thoiDiemXuLy", text(now().minusMinutes(50).plusSeconds(step)), "noiDungXuLy",
                "Bước " + step, "trangThai", 4)).toList());
    }

    public static Map<String, Object> payment(String number, long amount) {
        var payment = new LinkedHashMap<String, Object>();
        payment.put("maHoSo", number);
        payment.put("soTien", amount);
        payment.put("ip", "203.0.113.10");
        payment.put("maTTHC", "1.001193");
        payment.put("tenTTHC", "Đăng ký khai sinh");
        payment.put("maDonVi", "000.00.12.H47");
        payment.put("tenDonVi", "UBND phường Tam Kỳ");
        payment.put("tkThuHuong", "0011000000000");
        payment.put("maNHThuHuong", "VCB");
        payment.put("tenTKThuHuong", "UBND phuong Tam Ky");
        payment.put("hoTenNguoiNop", "Nguyễn Thị Thử");
        payment.put("soCMNDNguoiNop", "049090000001");
        payment.put("diaChiNguoiNop", "12 Hùng Vương, phường Tam Kỳ");
        payment.put("tinhNguoiNop", "Thành phố Đà Nẵng");
        payment.put("phiLePhi", List.of(Map.of("loaiPhiLePhi", 2, "maPhiLePhi", "1.001193.01", "tenPhiLePhi", "Lệ phí",
                "soTien", amount)));
        payment.put("danhSachKhoanNop", List.of(Map.of("noiDung", "Lệ phí", "soTien", amount)));
        return payment;
    }

    /** The result goes to the citizen by post. */
    public static Map<String, Object> order(String number) {
        return Map.of("maHoSo", number, "soDon", number + "-TKQ", "tienThuHo", 0, "nguoiGui", Map.of("hoTen",
                "Trung tâm Phục vụ hành chính công phường Tam Kỳ", "diaChi", "159 Trần Quý Cáp, phường Tam Kỳ",
                "soDienThoai", "02350000000", "maTinh", "48"), "nguoiNhan",
                Map.of("hoTen", "Nguyễn Thị Thử", "diaChi",
                        "12 Hùng Vương, phường Hội An", "soDienThoai", "0900000001", "maTinh", "48"),
                "noiDung",
                "01 giấy khai sinh");
    }
}
