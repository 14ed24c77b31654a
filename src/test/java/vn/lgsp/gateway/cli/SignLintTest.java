package vn.lgsp.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import vn.lgsp.gateway.delivery.signing.KeyRing;

/** What cannot be signed as it is declared is told before anything is sent. */
class SignLintTest {
    private final GoodFolders folders;
    private final KeyRing ring = new KeyRing();

    SignLintTest(@TempDir Path work) throws IOException {
        folders = GoodFolders.copied(work);
    }

    private String lint(String sign) throws IOException {
        return lint("timeout: 3s", "timeout: 3s\n  " + sign.replace("KEYS", "key: " + ring.key() + ", certificate: "
                + ring.certificate()));
    }

    private String lint(String text, String other) throws IOException {
        folders.exchange("connector.yaml", text, other);
        return folders.bench("lint", "alpha").out();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
            "jws: { algorithm: RS256, KEYS, into: X-Signature, header: { kid: k-1 }, shows: [x5c, \"x5t#S256\"] }",
            "jws: { algorithm: ES256, key: \"${A_KEY}\", form: compact }",
            "jws: { algorithm: PS256, key: \"${A_P12}\", password: \"${A_WORD}\", b64: false, into: X-Signature }",
            "jws: { algorithm: HS256, secret: \"${A_SECRET}\", with: { issuer: a }, form: compact, into: Authorization, before: \"Bearer \", payload: '{ \"iss\": $issuer, \"exp\": $floor(timestamp / 1000) + 60 }' }" })
    void what_can_be_signed_is_no_fault(String jws) throws IOException {
        assertThat(lint("sign: { " + jws + " }")).contains("no fault");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
            "{ jws: { algorithm: RS265, KEYS, into: X-S } } | connector.yaml:9:18: `algorithm` must be one of: ES256, HS256, PS256, RS256 (did you mean `RS256`?)",
            "{ jws: { algorithm: RS256, key: no/such.pem, into: X-S } } | connector.yaml:9:36: `key` names no file that can be read",
            "{ jws: { algorithm: RS256, into: X-S } } | connector.yaml:9:11: `jws` needs a `key`",
            "{ jws: { algorithm: RS256, KEYS } } | `form` a detached signature goes into a header",
            "{ jws: { algorithm: HS256, into: X-S } } | `algorithm` HS256 needs a `secret`",
            "{ jws: { algorithm: HS256, secret: geheim, into: X-S } } | must be a reference ${NAME}, never the secret itself",
            "{ jws: { algorithm: RS256, KEYS, into: X-S, password: geheim } } | must be a reference ${NAME}, never the secret itself",
            "{ jws: { algorithm: RS256, KEYS, form: compact, b64: false } } | `b64` false stands with `form: detached` only",
            "{ jws: { algorithm: RS256, KEYS, into: Content-Length } } | must be the name of an HTTP header",
            "{ jws: { algorithm: RS256, KEYS, into: X-S, computed: '{ \"a\": $nobody }' } } | `computed` does not compile: there is no variable `$nobody` here",
            "{ jwz: { algorithm: RS256, KEYS } } | did you mean `jws`?",
            "none of it | must be none, or one of xml, wss, jws",
            "{ xml: { algorithm: RSA-SHA265, KEYS } } | (did you mean `RSA-SHA256`?)",
            "{ xml: { algorithm: RSA-SHA256, key: \"${A_KEY}\", at: HoSo } } | must be a path of element names from the root",
            "{ xml: { algorithm: RSA-SHA256, KEYS } } | connector.yaml:13:3: `sign.xml` signs XML documents, and this service sends json (a service may say `sign: none`)",
            "{ wss: { timestamp: 5m } } | `sign.wss` needs a SOAP envelope, and this service sends json",
            "{ wss: { mustUnderstand: true } } | `wss` declares nothing to send",
            "{ wss: { timestamp: 5m, signature: { algorithm: RSA-SHA256, KEYS, signs: [body, username] } } } | `signs` names username, and `wss` declares no `username`",
            "{ wss: { username: { name: a, password: geheim } } } | must be a reference ${NAME}, never the secret itself" })
    void what_cannot_be_is_told_at_its_place(String sign, String told) throws IOException {
        assertThat(lint("sign: " + sign)).contains(told).doesNotContain("Exception");
    }

    @Test
    void a_pem_file_without_its_certificate_cannot_show_one() throws IOException {
        assertThat(lint("sign: { jws: { algorithm: RS256, key: " + ring.key() + ", into: X-S, shows: [x5c] } }"))
                .contains("`key` is a PEM file, so a `certificate` must be named to be shown");
    }

    @Test
    void it_is_told_in_vietnamese_too() throws IOException {
        lint("sign: { xml: { algorithm: RSA-SHA265, KEYS } }");

        assertThat(Ran.gateway("lint", "alpha", "--config", folders.at().resolve("config").toString(), "--contracts",
                folders
                        .at().resolve("contracts").toString(),
                "--lang", "vi").out()).contains("phải là một trong",
                        "(ý bạn là `RSA-SHA256`?)", "`sign.xml` ký tài liệu XML, mà dịch vụ này gửi json",
                        "`sign: none`");
    }

    @Test
    void a_service_may_do_without_what_its_provider_signs_or_sign_something_else() throws IOException {
        folders.exchange("connector.yaml", "target: POST /g",
                "target: POST /g\n    sign: none");
        folders.exchange("connector.yaml", "target: GET /find/{ma}",
                "target: GET /find/{ma}\n    sign: { jws: { algorithm: HS256, secret: \"${A_SECRET}\", into: X-S } }");

        assertThat(lint("sign: { wss: { timestamp: 5m } }")).contains("no fault");
    }

    @Test
    void attachments_are_not_held_so_they_cannot_be_signed() throws IOException {
        folders.exchange("connector.yaml", "chunk: { of: buoc, size: 2 }", "attachments: 20MB");

        assertThat(lint("sign: { jws: { algorithm: RS256, KEYS, into: X-S } }")).contains(
                "`sign` needs the whole body, so it stands without `attachments`");
    }

    @Test
    void a_case_is_compared_before_it_is_signed_and_tells_where_a_signature_has_no_place() throws IOException {
        folders.exchange("connector.yaml", "target: GET /find/{ma}", "target: POST /find\n    format: xml\n"
                + "    sign: { xml: { algorithm: RSA-SHA256, key: " + ring.key() + ", certificate: "
                + ring.certificate()
                + ", signs: /HoSo/Ma } }");
        Files.writeString(folders.alpha("mapping/alpha.find.request.jsonata"), "{ \"HoSo\": { \"Ma\": ma } }");
        folders.exchange("cases/find.yaml", "sends: { query: {} }", "sends: { HoSo: { Ma: H1 } }");
        folders.exchange("cases/find.yaml", "answers: { status: 200, body", "answers: { status: 200, headers: "
                + "{ content-type: application/json }, body");

        assertThat(folders.bench("test", "alpha").out()).contains("ok    find.yaml");
        folders.exchange("connector.yaml", "signs: /HoSo/Ma", "at: /HoSo/ChuKy");
        assertThat(folders.bench("test", "alpha").out()).contains("FAIL  find.yaml").contains(
                "there is no element `/HoSo/ChuKy` in what the mapping made");
    }

    @Test
    void a_whole_document_cannot_be_signed_where_a_header_comes_into_it_afterwards() throws IOException {
        folders.exchange("connector.yaml", "target: POST /g", "target: POST /g\n    format: soap-1.2");

        assertThat(lint("sign: { xml: { algorithm: RSA-SHA256, KEYS }, wss: { timestamp: 5m } }")).contains(
                "`signs` must name an element, as `wss` changes the document afterwards");
    }

    @Test
    void a_dry_run_looks_at_the_keys() throws IOException {
        folders.exchange("connector.yaml", "target: POST /g", "target: POST /g\n    sign: { jws: { algorithm: RS256, "
                + "key: \"${A_KEY}\", certificate: " + ring.certificate() + ", into: X-S } }");
        try (var provider = new ProviderSide(200, "{}")) {
            String[] command = { "dry-run", "alpha", "--set", "ALPHA_URL=" + provider.url() + "/base", "--set",
                    "ALPHA_PASSWORD=p", "--set", "ALPHA_SECRET=s", "--set", "A_KEY=" + ring.key() };

            assertThat(folders.bench(command).out()).contains("ok    keys   1 in order to sign with");
            Files.writeString(ring.key(), "no key");
            assertThat(folders.bench(command).out()).contains("FAIL  keys   signing-key-missing: ").doesNotContain(
                    "ping");
        }
    }

    @Test
    void a_try_shows_what_was_mapped_and_never_what_is_signed_into_it() throws IOException {
        folders.exchange("connector.yaml", "target: GET /find/{ma}", "target: POST /find\n    format: soap-1.1\n"
                + "    sign: { wss: { timestamp: 5m, username: { name: lgsp, password: \"${A_WORD}\", kind: text } } }");
        Files.writeString(folders.alpha("mapping/alpha.find.request.jsonata"), "{ \"TraCuu\": { \"Ma\": ma } }");
        var given = Files.writeString(folders.at().resolve("given.json"), "{\"ma\":\"H1\"}");
        try (var provider = new ProviderSide(200, "{}")) {
            var ran = folders.bench("try", "alpha.find", given.toString(), "--set", "ALPHA_URL=" + provider.url()
                    + "/base", "--set", "ALPHA_PASSWORD=p", "--set", "ALPHA_SECRET=s", "--set", "A_WORD=geheim");

            assertThat(ran.out()).contains("<TraCuu><Ma>H1</Ma></TraCuu>").contains("\"wss\"").doesNotContain("geheim");
            assertThat(provider.asked).anyMatch(call -> call.contains("geheim") && call.contains("wsu:Timestamp"));
        }
    }
}
