package vn.lgsp.gateway.delivery.signing;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;

import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.wss4j.dom.engine.WSSecurityEngine;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import vn.lgsp.gateway.connector.Json;

/** The other side: it verifies what came over the wire with tools the gateway does not sign with, and its own list of keys. */
public final class Verifier {
    private Verifier() {}

    /** The protected header of a JWS. */
    public static Map<?, ?> header(String jws) {
        return (Map<?, ?>) Json.read(Base64.getUrlDecoder().decode(jws.split("\\.")[0]));
    }

    /** A detached JWS over a body. */
    public static boolean detached(String jws, byte[] body, Object key) throws GeneralSecurityException {
        var parts = jws.split("\\.", -1);
        if (parts.length != 3 || !parts[1].isEmpty()) {
            return false;
        }
        var encoded = !Boolean.FALSE.equals(header(jws).get("b64"));
        var payload = encoded ? Base64.getUrlEncoder().withoutPadding().encode(body) : body;
        var input = new java.io.ByteArrayOutputStream();
        input.writeBytes((parts[0] + ".").getBytes(StandardCharsets.US_ASCII));
        input.writeBytes(payload);
        return verified((String) header(jws).get("alg"), input.toByteArray(), Base64.getUrlDecoder().decode(parts[2]),
                key);
    }

    /** What a compact JWS says, once it is verified. */
    public static byte[] compact(String jws, Object key) throws GeneralSecurityException {
        var parts = jws.split("\\.", -1);
        var payload = Base64.getUrlDecoder().decode(parts[1]);
        if (!detached(parts[0] + ".." + parts[2], payload, key)) {
            throw new GeneralSecurityException("not verified");
        }
        return payload;
    }

    private static boolean verified(String algorithm, byte[] input, byte[] signed, Object key)
            throws GeneralSecurityException {
        if (algorithm.equals("HS256")) {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec((byte[]) key, "HmacSHA256"));
            return java.security.MessageDigest.isEqual(mac.doFinal(input), signed);
        }
        var signature = switch (algorithm) {
            case "RS256" -> Signature.getInstance("SHA256withRSA");
            case "PS256" -> Signature.getInstance("RSASSA-PSS");
            case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
            default -> throw new GeneralSecurityException(algorithm);
        };
        if (algorithm.equals("PS256")) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signature.initVerify((PublicKey) key);
        signature.update(input);
        return signature.verify(signed);
    }

    /** A document as whoever receives it reads it. */
    public static Document read(byte[] bytes) throws Exception {
        var factory = DocumentBuilderFactory.newDefaultNSInstance();
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }

    /** The one XML signature of a document is by this key. @param id name of the attribute that references mean */
    public static boolean xml(byte[] bytes, PublicKey key, String id) throws Exception {
        var document = read(bytes);
        var all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            if (((Element) all.item(i)).hasAttribute(id)) {
                ((Element) all.item(i)).setIdAttribute(id, true);
            }
        }
        var signatures = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
        if (signatures.getLength() != 1) {
            return false;
        }
        var context = new DOMValidateContext(KeySelector.singletonKeySelector(key), signatures.item(0));
        return XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context).validate(context);
    }

    /** What WSS4J says of an envelope's Security header; it throws for what it does not accept. */
    public static WSHandlerResult wss(byte[] envelope, String password) throws Exception {
        WSSConfig.init();
        var crypto = new Merlin();
        crypto.setTrustStore(KeyRing.trusted());
        var data = new RequestData();
        data.setSigVerCrypto(crypto);
        data.setWssConfig(WSSConfig.getNewInstance());
        data.setCallbackHandler((CallbackHandler) callbacks -> {
            for (var callback : callbacks) {
                if (callback instanceof WSPasswordCallback asked) {
                    asked.setPassword(password);
                }
            }
        });
        return new WSSecurityEngine().processSecurityHeader(read(envelope), data);
    }
}
