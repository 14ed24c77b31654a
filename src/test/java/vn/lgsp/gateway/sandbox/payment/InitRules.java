package vn.lgsp.gateway.sandbox.payment;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Json;

/** What the platform checks in an INIT beside its checksum. */
final class InitRules {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
            .withResolverStyle(ResolverStyle.STRICT);
    private static final List<String> REQUIRED = List.of("PhienBan", "MaThamChieu", "SoTien", "LoaiHinhThanhToan",
            "MaTienTe", "ThongTinGiaoDich", "ThoiGianGD", "Ip");
    private static final List<String> FEE = List.of("MaDVC", "TenDVC", "MaTTHC", "TenTTHC", "MaDonVi", "TenDonVi",
            "MaHoSo", "TKThuHuong", "MaNHThuHuong", "TenTKThuHuong", "NoiDungThanhToan", "HoTenNguoiNop",
            "SoCMNDNguoiNop", "DiaChiNguoiNop");

    private InitRules() {}

    static Optional<String> fault(JsonNode message) {
        var receipt = message.path("ThongTinBienLai");
        return missing(message, REQUIRED).or(() -> amount(message)).or(() -> time(message))
                .or(() -> missing(receipt, List.of("MaDichVu")))
                .or(() -> Json.text(receipt, "MaDichVu").equals("2") ? missing(receipt, FEE) : Optional.empty())
                .or(() -> sum(message, receipt));
    }

    private static Optional<String> missing(JsonNode object, List<String> required) {
        return required.stream().filter(name -> Json.text(object, name).isBlank()).findFirst()
                .map(name -> "Thiếu trường " + name);
    }

    private static Optional<String> amount(JsonNode message) {
        var amount = message.path("SoTien");
        return amount.isString() && amount.asString().matches("[1-9]\\d{0,14}")
                ? Optional.empty()
                : Optional.of("SoTien phải là chuỗi chữ số");
    }

    private static Optional<String> time(JsonNode message) {
        try {
            LocalDateTime.parse(Json.text(message, "ThoiGianGD"), TIME);
            return Optional.empty();
        } catch (DateTimeException notOne) {
            return Optional.of("ThoiGianGD phải có dạng yyyyMMddHHmmss, 24 giờ");
        }
    }

    private static Optional<String> sum(JsonNode message, JsonNode receipt) {
        var sum = receipt.path("DSKhoanNop").valueStream().mapToLong(item -> item.path("SoTien").asLong(0)).sum();
        return sum == message.path("SoTien").asLong()
                ? Optional.empty()
                : Optional.of("Tổng DSKhoanNop khác SoTien");
    }
}
