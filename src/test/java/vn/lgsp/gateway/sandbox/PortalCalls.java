package vn.lgsp.gateway.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.node.ObjectNode;
import vn.lgsp.gateway.sandbox.Client.Reply;
import vn.lgsp.gateway.sandbox.wire.Json;

/** What the gateway says to the portal, for tests. */
final class PortalCalls {
    private static final String UNIT = "000.00.00.H47";
    private static final String QUERY = "?dstcode=VN:GOV:000.00.00.G22:vpcpdvcprovider";

    private final Client client;
    private final String url;

    PortalCalls(Sandbox sandbox, Client client) {
        this.client = client;
        this.url = sandbox.on("portal").url().toString();
    }

    Reply login(String password) {
        return client.post(url + "/mapi/login" + QUERY, Json.object("username", UNIT, "password", password));
    }

    String session() {
        return login("sandbox-portal").text("session");
    }

    Reply ask(String session, String service, Map<String, Object> parameters) {
        var envelope = new LinkedHashMap<String, Object>(
                Json.object("session", session, "madonvi", UNIT, "service", service));
        envelope.putAll(parameters);
        return client.post(url + "/mapi/g" + QUERY, envelope);
    }

    Reply push(String isUpdating, ObjectNode dossier) {
        return push(session(), isUpdating, dossier);
    }

    Reply push(String session, String isUpdating, ObjectNode dossier) {
        return ask(session, "DongBoHoSoMC", Json.object("isUpdating", isUpdating, "data", List.of(dossier)));
    }

    Reply steps(List<Map<String, Object>> steps) {
        return ask(session(), "CapNhatTienDoHoSoMC", Json.object("data", steps));
    }

    Map<String, Object> step(String maHoSo, int minute) {
        return Json.object("MaHoSo", maHoSo, "NguoiXuLy", "Trần Văn Mẫu", "ThoiDiemXuLy",
                "202310060930%02d".formatted(minute), "NoiDungXuLy", "Thẩm định hồ sơ", "TrangThai", "4");
    }

    ObjectNode dossier(String maHoSo) {
        return (ObjectNode) Json.read(Json.write(Json.object("MaHoSo", maHoSo, "MaTTHC", "1.003560", "TenTTHC",
                "Cấp giấy phép xây dựng nhà ở riêng lẻ", "MaLinhVuc", "G17-XD03", "TenLinhVuc", "Hoạt động xây dựng",
                "KenhThucHien", "2", "ChuHoSo", "Nguyễn Thị Thử", "SoGiayToChuHoSo", "049090000001", "DinhDanhCHS",
                List.of(Json.object("LoaiDinhDanh", "1", "SoDinhDanh", "049090000001")), "LoaiDoiTuong", "1", "Email",
                "thu@example.vn", "SoDienThoai", "0900000001", "TrichYeuHoSo", "Xin cấp phép xây dựng", "NgayNopHoSo",
                "20231005081500", "NgayTiepNhan", "20231005083000", "NgayHenTra", "20231026170000", "TrangThaiHoSo",
                "4", "HinhThuc", "0", "DonViXuLy", "UBND phường Tam Kỳ", "NoiNopHoSo", "2", "HoSoCoThanhPhanSoHoa",
                "1", "TaiKhoanDuocXacThucVoiVNeID", "1", "DuocThanhToanTrucTuyen", "1", "DSKetNoiCSDL",
                List.of(Json.object("MaCSDL", "7")), "DanhSachTepDinhKemKhac",
                List.of(Json.object("TenGiayTo", "Bản vẽ", "SoLuong", 2, "LoaiGiayTo", 1)))));
    }
}
