package vn.lgsp.gateway.connector.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Signatures;
import vn.lgsp.gateway.connector.Signatures.Algorithm;
import vn.lgsp.gateway.connector.Signatures.Enveloped;
import vn.lgsp.gateway.connector.Signatures.Form;
import vn.lgsp.gateway.connector.Signatures.Into;
import vn.lgsp.gateway.connector.Signatures.Jws;
import vn.lgsp.gateway.connector.Signatures.KeyFile;
import vn.lgsp.gateway.connector.Signatures.Part;
import vn.lgsp.gateway.connector.Signatures.Protected;
import vn.lgsp.gateway.connector.Signatures.Shows;
import vn.lgsp.gateway.connector.Signatures.Signed;
import vn.lgsp.gateway.connector.Signatures.Username;
import vn.lgsp.gateway.connector.Signatures.WsSecurity;
import vn.lgsp.gateway.connector.faults.Pointers;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;

/** Reads {@code sign}, of a provider or of one service: what is signed into calls. */
record SignaturesReader(Section section) {
    private static final Map<String, Algorithm> WEB = words("RS256", "PS256", "ES256", "HS256");
    private static final Map<String, Algorithm> XML = Map.of("RSA-SHA256", Algorithm.RS256, "RSA-PSS-SHA256",
            Algorithm.PS256, "ECDSA-SHA256", Algorithm.ES256);
    private static final String REFERENCE = "\\$\\{[^{}:]+}";

    private static Map<String, Algorithm> words(String... names) {
        var words = new LinkedHashMap<String, Algorithm>();
        Stream.of(names).forEach(name -> words.put(name, Algorithm.valueOf(name)));
        return words;
    }

    Signatures signatures() {
        section.section("xml").filter(xml -> section.has("wss") && !xml.has("signs"))
                .ifPresent(xml -> xml.faults().add(xml
                        .file().at(xml.pointer()),
                        new Text("`signs` phải chỉ ra một phần tử, vì `wss` còn thay đổi tài liệu sau đó",
                                "`signs` must name an element, as `wss` changes the document afterwards")));
        return new Signatures(section.section("xml").flatMap(SignaturesReader::enveloped), section.section("wss").map(
                SignaturesReader::header), section.section("jws").map(SignaturesReader::jws));
    }

    /** These can be signed into what the service sends; what cannot is told. */
    static boolean fits(Signatures signatures, Section service, Format format, Contract.@Nullable Stated stated) {
        var before = service.faults().list().size();
        if (signatures.xml().isPresent() && format.kind() == Format.Kind.JSON) {
            fault(service, new Text("`sign.xml` ký tài liệu XML, mà dịch vụ này gửi json",
                    "`sign.xml` signs XML documents, and this service sends json"));
        }
        if (signatures.wss().isPresent() && !format.soap()) {
            fault(service, new Text("`sign.wss` cần phong bì SOAP, mà dịch vụ này gửi " + format.kind().word(),
                    "`sign.wss` needs a SOAP envelope, and this service sends " + format.kind().word()));
        }
        if (service.has("attachments") || stated != null && !stated.operation().documents().isEmpty()) {
            fault(service, new Text(
                    "`sign` cần toàn nội dung, nên không đi cùng `attachments` và tài liệu chuyển thẳng",
                    "`sign` needs the whole body, so it stands without `attachments` and documents that pass through"));
        }
        return service.faults().list().size() == before;
    }

    /** Where the service says it itself, else at the service, which may do without. */
    private static void fault(Section service, Text what) {
        service.faults().add(service.at("sign"), what.and(service.has("sign")
                ? Text.same("")
                : new Text(" (dịch vụ có thể khai báo `sign: none`)", " (a service may say `sign: none`)")));
    }

    private static Optional<Enveloped> enveloped(Section xml) {
        var shows = Shows.valueOf(xml.text("shows", "certificate").toUpperCase(Locale.ROOT).replace('-', '_'));
        return Optional.of(new Enveloped(algorithm(xml, XML, Algorithm.RS256), key(xml, shows != Shows.NONE), path(xml,
                "signs"), xml.text("id", "Id"), path(xml, "at"), shows));
    }

    private static List<String> path(Section xml, String key) {
        return Arrays.stream(xml.text(key, "").split("/")).filter(name -> !name.isBlank()).toList();
    }

    private static WsSecurity header(Section wss) {
        var lives = wss.duration("timestamp");
        var user = wss.section("username").map(username -> new Username(username.text("name", ""), username.text(
                "password", ""), !"text".equals(username.text("kind", "digest"))));
        if (lives.isEmpty() && user.isEmpty() && !wss.has("signature")) {
            wss.faults().add(wss.file().at(wss.pointer()), new Text("`wss` không khai báo gì để gửi",
                    "`wss` declares nothing to send"));
        }
        return new WsSecurity(lives, user,
                wss.section("signature").map(signature -> new Signed(algorithm(signature, XML,
                        Algorithm.RS256), key(signature, true), parts(signature, lives.isPresent(), user.isPresent()))),
                wss
                        .flag("mustUnderstand", true),
                wss.text("actor"));
    }

    private static Set<Part> parts(Section signature, boolean timestamp, boolean username) {
        var parts = EnumSet.noneOf(Part.class);
        signature.list("signs").forEach(word -> parts.add(Part.valueOf(word.toUpperCase(Locale.ROOT))));
        if (parts.isEmpty()) {
            parts.add(Part.BODY);
            if (timestamp) {
                parts.add(Part.TIMESTAMP);
            }
        }
        missing(signature, parts, Part.TIMESTAMP, timestamp);
        missing(signature, parts, Part.USERNAME, username);
        return parts;
    }

    private static void missing(Section signature, Set<Part> parts, Part part, boolean there) {
        if (parts.contains(part) && !there) {
            var word = part.name().toLowerCase(Locale.ROOT);
            signature.fault("signs", new Text("nêu " + word + ", mà `wss` không khai báo `" + word + "`",
                    "names " + word + ", and `wss` declares no `" + word + "`"));
            parts.remove(part);
        }
    }

    private static Jws jws(Section jws) {
        var algorithm = algorithm(jws, WEB, Algorithm.RS256);
        var shows = Set.copyOf(jws.list("shows"));
        var form = form(jws);
        var known = new HashSet<>(jws.texts("with").keySet());
        known.add("transaction");
        var secret = algorithm == Algorithm.HS256;
        if (secret && !shows.isEmpty()) {
            jws.fault("shows", new Text("cần chứng thư, mà HS256 không có", "needs a certificate, and HS256 has none"));
        }
        if (jws.has("secret") != secret) {
            jws.fault(secret ? "algorithm" : "secret", secret
                    ? new Text("HS256 cần `secret`", "HS256 needs a `secret`")
                    : new Text("chỉ dành cho HS256", "is for HS256 only"));
        }
        var fixed = new LinkedHashMap<String, Object>();
        jws.section("header").ifPresent(header -> header.values().forEach((name, value) -> {
            if (value != null) {
                fixed.put(String.valueOf(name), value);
            }
        }));
        return new Jws(algorithm, secret ? Optional.empty() : Optional.of(key(jws, !shows.isEmpty())), jws.text(
                "secret"), form, into(jws, form), jws.text("type", "application/jose"),
                new Protected(fixed, jws.rule("computed", known), shows),
                jws.texts(
                        "with"),
                jws.rule("payload", known));
    }

    private static Form form(Section jws) {
        var detached = !"compact".equals(jws.text("form", "detached"));
        var encoded = jws.flag("b64", true);
        if (!encoded && !detached) {
            jws.fault("b64", new Text("false chỉ đi cùng `form: detached`", "false stands with `form: detached` only"));
        }
        return !detached ? Form.COMPACT : encoded ? Form.DETACHED : Form.UNENCODED;
    }

    private static Optional<Into> into(Section jws, Form form) {
        var into = jws.text("into", "body");
        if (!into.equals("body")) {
            return Optional.of(new Into(into, jws.text("before", "")));
        }
        if (form != Form.COMPACT) {
            jws.fault(jws.has("into") ? "into" : "form", new Text(
                    "một chữ ký detached phải nằm ở tiêu đề: `into: X-JWS-Signature`; để thay nội dung hãy dùng `form: compact`",
                    "a detached signature goes into a header: `into: X-JWS-Signature`; to replace the body say `form: compact`"));
        }
        return Optional.empty();
    }

    private static Algorithm algorithm(Section section, Map<String, Algorithm> words, Algorithm otherwise) {
        var word = section.text("algorithm", "");
        var known = words.get(word);
        if (known == null && section.has("algorithm")) {
            section.fault("algorithm", new Text("phải là một trong: ", "must be one of: ").and(String.join(", ", words
                    .keySet().stream().sorted().toList())).and(Suggestion.text(word.toUpperCase(Locale.ROOT), words
                            .keySet())));
        }
        return known == null ? otherwise : known;
    }

    /** @param shown its certificate goes with the signature */
    private static KeyFile key(Section section, boolean shown) {
        var file = new KeyFile(file(section, "key").orElse(Path.of("")), file(section, "certificate"), section.text(
                "password").filter(word -> !word.isEmpty()), section.text("alias"));
        if (!section.has("key")) {
            section.faults().add(section.file().at(section.pointer()), Text.same("`" + section.name() + "` ").and(
                    new Text("cần `key`: tệp khóa riêng", "needs a `key`: the file of the private key")));
        } else if (shown && file.certificate().isEmpty() && !file.store() && !reference(section, "key")) {
            section.fault("key", new Text("là tệp PEM, nên cần `certificate` để gửi kèm chứng thư",
                    "is a PEM file, so a `certificate` must be named to be shown"));
        }
        return file;
    }

    /** Of a file that is named by a reference alone, whether it is there is seen when it is used. */
    private static Optional<Path> file(Section section, String key) {
        var file = section.text(key).filter(path -> !path.isBlank()).map(Path::of);
        if (section.has(key) && !reference(section, key) && (file.isEmpty() || !Files.isReadable(file.get()))) {
            section.fault(key, new Text("không chỉ tới tệp nào đọc được", "names no file that can be read"));
        }
        return file;
    }

    private static boolean reference(Section section, String key) {
        Object here = section.file().value();
        for (var name : (section.pointer() + "/" + key).substring(1).split("/")) {
            here = here instanceof Map<?, ?> map ? map.get(Pointers.last("/" + name)) : null;
        }
        return here == null || String.valueOf(here).matches(REFERENCE);
    }
}
