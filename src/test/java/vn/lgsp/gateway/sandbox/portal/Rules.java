package vn.lgsp.gateway.sandbox.portal;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Json;

/** What the portal checks in a pushed item: fields clients treat as required, text types, dates, codes, lengths. */
final class Rules {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
            .withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern NUMBER = Pattern.compile("[A-Z0-9.]+-\\d{6,8}-\\d{4,7}");
    private static final Set<String> STATES = Set.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");

    private static final List<String> DOSSIER = List.of("MaHoSo", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc",
            "KenhThucHien", "LoaiDoiTuong", "NgayNopHoSo", "TrangThaiHoSo",
            "HinhThuc", "DonViXuLy", "NoiNopHoSo", "HoSoCoThanhPhanSoHoa", "TaiKhoanDuocXacThucVoiVNeID",
            "DuocThanhToanTrucTuyen");
    private static final List<String> PRESENT = List.of("Email", "SoDienThoai", "TrichYeuHoSo", "SoGiayToChuHoSo",
            "DinhDanhCHS",
            "DSKetNoiCSDL");
    private static final List<String> STEP = List.of("MaHoSo", "NguoiXuLy", "ThoiDiemXuLy", "NoiDungXuLy",
            "TrangThai");
    private static final List<String> STATUS = List.of("MaHoSo", "TrangThai", "NgayXuLy");
    private static final List<String> ANSWER = List.of("HOIDAPID", "MADONVI", "NGUOITRALOI", "NGAYTRALOI",
            "NOIDUNGTRALOI");
    private static final Set<String> DATES = Set.of("NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "NgayTuChoi",
            "NgayKetThucXuLy", "NgayTra", "ThoiDiemXuLy", "NgayBatDau", "NgayKetThucTheoQuyDinh", "NgayXuLy",
            "NGAYTRALOI");
    private static final Map<String, Set<String>> CODES = Map.of("TrangThaiHoSo", STATES, "TrangThai", STATES,
            "KenhThucHien", Set.of("1", "2", "3"), "LoaiDoiTuong", Set.of("1", "2", "3", "4"), "HinhThuc",
            Set.of("0", "1"), "NoiNopHoSo", Set.of("1", "2"), "HoSoCoThanhPhanSoHoa", Set.of("0", "1"),
            "TaiKhoanDuocXacThucVoiVNeID", Set.of("0", "1"), "DuocThanhToanTrucTuyen", Set.of("0", "1", "2", "3"));
    private static final Map<String, Integer> LENGTHS = Map.of("TrichYeuHoSo", 1000, "NguoiXuLy", 50,
            "TenTepDinhKem", 4000, "TenGiayTo", 2000);
    private static final List<String> TEXT_LISTS = List.of("DinhDanhCHS", "TaiLieuNop", "DanhSachLePhi",
            "DanhSachGiayToKetQua", "TaiLieuXuLy");

    private Rules() {}

    static Optional<String> dossier(JsonNode item) {
        return missing(item, DOSSIER).or(() -> absent(item)).or(() -> received(item)).or(() -> number(item))
                .or(() -> fields(item));
    }

    static Optional<String> step(JsonNode item) {
        return missing(item, STEP).or(() -> fields(item));
    }

    static Optional<String> status(JsonNode item) {
        return missing(item, STATUS).or(() -> fields(item));
    }

    static Optional<String> answer(JsonNode item) {
        return missing(item, ANSWER).or(() -> fields(item));
    }

    private static Optional<String> missing(JsonNode item, List<String> required) {
        return required.stream().filter(name -> Json.text(item, name).isBlank()).findFirst()
                .map(name -> "Thiếu trường bắt buộc " + name);
    }

    private static Optional<String> absent(JsonNode item) {
        return PRESENT.stream().filter(name -> !item.hasNonNull(name)).findFirst().map(name -> "Thiếu trường " + name);
    }

    /** A dossier that was taken in has a day on which it was. */
    private static Optional<String> received(JsonNode item) {
        return Set.of("1", "3").contains(Json.text(item, "TrangThaiHoSo"))
                ? Optional.empty()
                : missing(item, List.of("NgayTiepNhan"));
    }

    private static Optional<String> number(JsonNode item) {
        return NUMBER.matcher(Json.text(item, "MaHoSo")).matches()
                ? Optional.empty()
                : Optional.of("MaHoSo không đúng định dạng");
    }

    private static Optional<String> fields(JsonNode item) {
        var own = item.properties().stream().filter(field -> !field.getValue().isContainer())
                .flatMap(field -> field(field.getKey(), field.getValue()).stream()).findFirst();
        return own.or(() -> TEXT_LISTS.stream().flatMap(list -> item.path(list).valueStream())
                .flatMap(entry -> fields(entry).stream()).findFirst());
    }

    private static Optional<String> field(String name, JsonNode value) {
        if (!value.isString()) {
            return Optional.of("Trường " + name + " phải là chuỗi");
        }
        var text = value.asString();
        if (DATES.contains(name) && !text.isEmpty() && !date(text)) {
            return Optional.of("Trường " + name + " phải có dạng yyyyMMddHHmmss");
        }
        var codes = CODES.get(name);
        if (codes != null && !codes.contains(text)) {
            return Optional.of("Trường " + name + " có giá trị không hợp lệ");
        }
        return text.length() > LENGTHS.getOrDefault(name, Integer.MAX_VALUE)
                ? Optional.of("Trường " + name + " quá " + LENGTHS.get(name) + " ký tự")
                : Optional.empty();
    }

    private static boolean date(String text) {
        try {
            LocalDateTime.parse(text, DATE);
            return true;
        } catch (DateTimeException notOne) {
            return false;
        }
    }
}
