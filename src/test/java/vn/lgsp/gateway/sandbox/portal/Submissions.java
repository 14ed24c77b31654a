package vn.lgsp.gateway.sandbox.portal;

import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import vn.lgsp.gateway.sandbox.wire.Json;
import vn.lgsp.gateway.sandbox.wire.Outward;

/**
 * Dossiers submitted on the portal, sent to the gateway as {@code nhanhsdvcqg}. The real body is not published; assumed
 * are the fields of DongBoHoSoMC.
 */
public final class Submissions {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
            .withZone(ZoneId.of("Asia/Ho_Chi_Minh"));

    private final PortalSettings settings;
    private final InstantSource clock;
    private final AtomicInteger number = new AtomicInteger();

    Submissions(PortalSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Submits an invented person's application for a birth registration. */
    public Outward.Reply submit() {
        return submit(Json.write(sample()));
    }

    public Outward.Reply submit(byte[] json) {
        return Outward.post(settings.gateway(), json, Map.of("X-API-Key", settings.apiKey()));
    }

    private Map<String, Object> sample() {
        var now = TIME.format(clock.instant());
        var number = "000.00.00.G22-%s-%04d".formatted(now.substring(2, 8), this.number.incrementAndGet());
        var paper = Json.object("TepDinhKemId", "7001", "TenTepDinhKem", "to-khai-khai-sinh.pdf", "IsDeleted", "False",
                "MaThanhPhanHoSo", "", "DuongDanTaiTepTin", "https://dichvucong.example.vn/files/7001");
        return Json.object("MaHoSo", number, "MaTTHC", "1.001193", "TenTTHC", "Đăng ký khai sinh", "MaLinhVuc",
                "G15-TP01", "TenLinhVuc", "Hộ tịch", "KenhThucHien", "2", "ChuHoSo", "Nguyễn Thị Thử",
                "SoGiayToChuHoSo", "049090000001", "DinhDanhCHS",
                List.of(Json.object("LoaiDinhDanh", "1", "SoDinhDanh", "049090000001")), "LoaiDoiTuong", "1",
                "MaDoiTuong", "tech-049090000001", "Email", "thu@example.vn", "SoDienThoai", "0900000001",
                "TrichYeuHoSo", "Đăng ký khai sinh cho con", "NgayNopHoSo", now, "TrangThaiHoSo", "1", "HinhThuc", "1",
                "DonViXuLy", "UBND phường Tam Kỳ", "NoiNopHoSo", "1", "TaiLieuNop", List.of(paper));
    }

    void reset() {
        number.set(0);
    }
}
