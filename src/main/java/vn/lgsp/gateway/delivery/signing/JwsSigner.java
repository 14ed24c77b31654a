package vn.lgsp.gateway.delivery.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;

import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Signatures.Form;
import vn.lgsp.gateway.connector.Signatures.Into;
import vn.lgsp.gateway.connector.Signatures.Jws;
import vn.lgsp.gateway.connector.Signing.Sending;
import vn.lgsp.gateway.delivery.signing.Signer.Signed;

/** JSON Web Signatures over a body, or over what is computed from a call. */
final class JwsSigner {
    private static final String BASE64 = "base64:";
    /** What servers still take as one header. */
    private static final int LONGEST = 32 * 1024;
    /** Of HS256 (RFC 7518 §3.2). */
    private static final int SHORTEST_SECRET = 32;

    private final SigningKeys keys;

    JwsSigner(SigningKeys keys) {
        this.keys = keys;
    }

    Signed sign(Jws declared, Sending sending, Map<String, @Nullable Object> transaction) {
        var body = sending.body();
        if (body == null && (declared.payload().isEmpty() || declared.into().isEmpty())) {
            return new Signed(null, Map.of());
        }
        var bindings = new HashMap<String, @Nullable Object>(declared.with());
        bindings.put("transaction", transaction);
        var payload = declared.payload().map(rule -> computed(rule, sending, bindings)).orElse(body);
        var token = signed(declared, payload == null ? new byte[0] : payload, sending, bindings);
        return declared.into().map(place -> new Signed(body, header(place, token))).orElseGet(() -> new Signed(token
                .getBytes(StandardCharsets.US_ASCII), Map.of("Content-Type", declared.mediaType())));
    }

    private static Map<String, String> header(Into place, String token) {
        if (token.length() > LONGEST) {
            throw new MappingFailed(
                    "it cannot be signed: a JWS of " + token.length() + " characters is none for a header");
        }
        return Map.of(place.header(), place.before() + token);
    }

    private static byte[] computed(Expression rule, Sending sending, Map<String, @Nullable Object> bindings) {
        var value = rule.evaluate(sending.document(true), bindings);
        return value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.write(value);
    }

    private String signed(Jws declared, byte[] payload, Sending sending, Map<String, @Nullable Object> bindings) {
        var key = declared.key().map(file -> declared.header().shows().isEmpty()
                ? keys.of(file, declared.algorithm())
                : keys.certified(file, declared.algorithm()));
        try {
            var token = new JWSObject(JWSHeader.parse(header(declared, key, sending, bindings)), new Payload(payload));
            token.sign(signer(declared, key));
            return token.serialize(declared.form() != Form.COMPACT);
        } catch (ParseException | JOSEException | IllegalArgumentException no) {
            throw new MappingFailed("it cannot be signed: " + no.getClass().getSimpleName() + " in its header or key");
        }
    }

    private static JWSSigner signer(Jws declared, Optional<SigningKey> key) throws JOSEException {
        return switch (declared.algorithm()) {
            case HS256 -> new MACSigner(secret(declared));
            case RS256, PS256 -> new RSASSASigner(key.orElseThrow().key());
            case ES256 -> new ECDSASigner(key.orElseThrow().key(), Curve.P_256);
        };
    }

    /** Its text, or after {@code base64:} the bytes that are meant. */
    private static byte[] secret(Jws declared) {
        var text = declared.secret().orElse("");
        try {
            var secret = text.startsWith(BASE64)
                    ? Base64.getDecoder().decode(text.substring(BASE64.length()))
                    : text.getBytes(StandardCharsets.UTF_8);
            if (secret.length >= SHORTEST_SECRET) {
                return secret;
            }
        } catch (IllegalArgumentException no) {
            throw new KeyUnfit(KeyUnfit.MISSING, "the secret to sign with is no Base64");
        }
        throw new KeyUnfit(KeyUnfit.MISSING, "the secret to sign with has less than " + SHORTEST_SECRET + " bytes");
    }

    private static Map<String, Object> header(Jws declared, Optional<SigningKey> key, Sending sending,
            Map<String, @Nullable Object> bindings) {
        var header = new LinkedHashMap<String, Object>(declared.header().fixed());
        declared.header().computed().ifPresent(rule -> {
            if (!(rule.evaluate(sending.document(false), bindings) instanceof Map<?, ?> more)) {
                throw new MappingFailed("it cannot be signed: `computed` gives no object");
            }
            more.forEach((name, value) -> {
                if (value != null) {
                    header.put(String.valueOf(name), value);
                }
            });
        });
        header.put("alg", declared.algorithm().name());
        key.ifPresent(own -> shown(declared, own, header));
        if (declared.form() == Form.UNENCODED) {
            header.put("b64", false);
            var critical = new ArrayList<Object>(header.get("crit") instanceof List<?> more ? more : List.of());
            critical.add("b64");
            header.put("crit", critical);
        }
        return header;
    }

    private static void shown(Jws declared, SigningKey key, Map<String, Object> header) {
        try {
            if (declared.header().shows().contains("x5c")) {
                var chain = new ArrayList<Object>();
                for (X509Certificate certificate : key.chain()) {
                    chain.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
                }
                header.put("x5c", chain);
            }
            if (declared.header().shows().contains("x5t#S256")) {
                header.put("x5t#S256", Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance(
                        "SHA-256").digest(key.chain().getFirst().getEncoded())));
            }
        } catch (GeneralSecurityException no) {
            throw new MappingFailed("it cannot be signed: " + no.getClass().getSimpleName());
        }
    }
}
