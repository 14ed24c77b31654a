package vn.lgsp.gateway.sandbox.population;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.xml.sax.SAXException;

import vn.lgsp.gateway.sandbox.wire.Answer;
import vn.lgsp.gateway.sandbox.wire.Call;
import vn.lgsp.gateway.sandbox.wire.Digest;
import vn.lgsp.gateway.sandbox.wire.Json;
import vn.lgsp.gateway.sandbox.wire.StandIn;

/**
 * The population database: verification (033) and look-up (037). An officer whose code ends in {@code KHOA} is locked, which
 * it says with HTTP 200; a question without an officer is a Fault.
 */
public final class Population implements StandIn {
    private static final String NAMESPACE = "http://dancuquocgia.bca";

    private final PopulationSettings settings;
    private final InstantSource clock;
    private final Map<String, Integer> byOfficer = new ConcurrentHashMap<>();

    public Population(PopulationSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "population";
    }

    @Override
    public String connector() {
        return "population";
    }

    @Override
    public String service(Call call) {
        return call.text().contains("TraCuuThongTinCongDan") ? "037" : "033";
    }

    @Override
    public boolean opens(String service) {
        return false;
    }

    @Override
    public Answer answer(Call call) {
        return stranger(call).orElseGet(() -> {
            try {
                return asked(question(call));
            } catch (IllegalArgumentException no) {
                return fault(500, "Client", String.valueOf(no.getMessage()), "REQUEST");
            }
        });
    }

    private Optional<Answer> stranger(Call call) {
        var stamp = call.header("Timestamp").filter(text -> text.matches("\\d{13}")).orElse("0");
        var apart = Duration.between(Instant.ofEpochMilli(Long.parseLong(stamp)), clock.instant()).abs();
        if (apart.compareTo(settings.skew()) > 0) {
            return Optional.of(fault(401, "Client", "Timestamp quá hạn", "TIMESTAMP"));
        }
        var url = "http://" + call.header("Host").orElse("") + call.path();
        var signed = settings.user() + ":" + Digest.of(url + settings.user() + stamp + settings.secret());
        var right = "Basic " + Base64.getEncoder().encodeToString(signed.getBytes(
                java.nio.charset.StandardCharsets.UTF_8));
        if (!call.header("Authorization").orElse("").equals(right) || !call.header("ApiKey").orElse("").equals(settings
                .apiKey()) || !call.header("X-Road-Client").orElse("").equals(settings.client())) {
            return Optional.of(fault(401, "Client", "Chữ ký không hợp lệ", "SIGNATURE"));
        }
        return call.header("SOAPAction").orElse("").equals("\"\"") && call.header("Content-Type").orElse("").startsWith(
                "text/xml")
                        ? Optional.empty()
                        : Optional.of(fault(500, "Client", "Không phải SOAP 1.1", "SOAP"));
    }

    private static Element question(Call call) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            var root = factory.newDocumentBuilder().parse(new ByteArrayInputStream(call.body())).getDocumentElement();
            var body = root.getElementsByTagNameNS("http://schemas.xmlsoap.org/soap/envelope/", "Body").item(0);
            if (body instanceof Element element && element.getFirstChild() instanceof Element question && NAMESPACE
                    .equals(question.getNamespaceURI())) {
                return question;
            }
            throw new IllegalArgumentException("Không có yêu cầu");
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new IllegalArgumentException("Không đọc được XML", e);
        }
    }

    private Answer asked(Element question) {
        var officer = text(question, "MaCanBo");
        if (officer.isEmpty()) {
            return fault(500, "Client", "Thiếu MaCanBo", "MACANBO");
        }
        if (officer.endsWith("KHOA")) {
            return refusal();
        }
        byOfficer.merge(officer, 1, Integer::sum);
        var found = Citizen.ALL.stream().filter(one -> one.is(text(question, "SoDinhDanh"), text(question, "SoCMND"),
                text(question, "HoVaTen"))).toList();
        return switch (question.getLocalName() + " " + text(question, "MaDichVu") + text(question, "MaTichHop")) {
            case "XacThucThongTinCongDan 033" -> soap(200, "<ns1:XacThucThongTinCongDanResponse xmlns:ns1=\""
                    + NAMESPACE + "\"><ns1:KetQuaXacThuc><ns1:TonTai>" + !found.isEmpty()
                    + "</ns1:TonTai></ns1:KetQuaXacThuc></ns1:XacThucThongTinCongDanResponse>");
            case "TraCuuThongTinCongDan 037" -> text(question, "MaDonVi").isEmpty() || text(question, "TaiKhoan")
                    .isEmpty()
                            ? fault(500, "Client", "Thiếu MaDonVi, TaiKhoan", "MADONVI")
                            : collection(found.stream().filter(one -> one.born(text(question, "Nam"), text(question,
                                    "NgayThangNam"))).toList());
            default -> fault(500, "Client", "Không có dịch vụ này", "MADICHVU");
        };
    }

    private static Answer collection(List<Citizen> found) {
        return soap(200, "<r:TraCuuThongTinCongDanResponse xmlns:r=\"" + NAMESPACE
                + "\"><CongdanCollection xmlns=\"http://www.mic.gov.vn/dancu/1.0\">" + found.stream().map(
                        Population::written).collect(Collectors.joining())
                + "</CongdanCollection></r:TraCuuThongTinCongDanResponse>");
    }

    private static String written(Citizen one) {
        return "<CongDan><SoDinhDanh>" + one.number() + "</SoDinhDanh><SoCMND>" + one.card() + "</SoCMND><HoVaTen><Ho>"
                + one.family() + "</Ho><ChuDem>" + one.middle() + "</ChuDem><Ten>" + one.given().replace("&", "&amp;")
                + "</Ten></HoVaTen><GioiTinh>" + one.sex() + "</GioiTinh><NgayThangNamSinh><Nam>" + one.born()
                        .substring(0, 4)
                + "</Nam><NgayThangNam>" + (one.born().length() == 8
                        ? one.born()
                        : "")
                + "</NgayThangNam></NgayThangNamSinh><QuocTich>VN</QuocTich></CongDan>";
    }

    private static String text(Element question, String name) {
        var found = question.getElementsByTagNameNS(NAMESPACE, name).item(0);
        return found == null ? "" : found.getTextContent().strip();
    }

    private static Answer fault(int status, String code, String words, String error) {
        return soap(status, "<soapenv:Fault><faultcode>soapenv:" + code + "</faultcode><faultstring>" + words
                + "</faultstring><detail><Loi><MaLoi>" + error + "</MaLoi></Loi></detail></soapenv:Fault>");
    }

    private static Answer soap(int status, String body) {
        return Answer.text(status, "text/xml;charset=utf-8", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>" + body
                + "</soapenv:Body></soapenv:Envelope>");
    }

    @Override
    public Answer refusal() {
        return soap(200, "<KetQua><MaLoi>12</MaLoi><MoTaLoi>Cán bộ chưa được cấp quyền</MoTaLoi></KetQua>");
    }

    /** Answered questions, by the officer in whose name they were asked. */
    public Map<String, Integer> byOfficer() {
        return new TreeMap<>(byOfficer);
    }

    @Override
    public void expire() {
        // nothing is kept from one call to the next
    }

    @Override
    public Map<String, Object> state(int most) {
        return Json.object("byOfficer", byOfficer());
    }

    @Override
    public Map<String, Object> state(String key) {
        return byOfficer.containsKey(key) ? Json.object("questions", byOfficer.get(key)) : Map.of();
    }

    @Override
    public void reset() {
        byOfficer.clear();
    }
}
