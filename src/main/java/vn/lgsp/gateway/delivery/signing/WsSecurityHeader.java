package vn.lgsp.gateway.delivery.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.xml.XMLConstants;
import javax.xml.crypto.dom.DOMStructure;

import org.w3c.dom.Document;
import org.w3c.dom.Element;

import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Signatures.Part;
import vn.lgsp.gateway.connector.Signatures.Signed;
import vn.lgsp.gateway.connector.Signatures.Username;
import vn.lgsp.gateway.connector.Signatures.WsSecurity;
import vn.lgsp.gateway.connector.xml.XmlPlaces;

/** The Security header of a SOAP envelope: timestamp, user name, and a signature by a binary security token. */
final class WsSecurityHeader {
    private static final String OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
    private static final String WSSE = OASIS + "wssecurity-secext-1.0.xsd";
    private static final String WSU = OASIS + "wssecurity-utility-1.0.xsd";
    private static final String BASE64 = OASIS + "soap-message-security-1.0#Base64Binary";
    private static final String X509 = OASIS + "x509-token-profile-1.0#X509v3";
    private static final String PASSWORD = OASIS + "username-token-profile-1.0#Password";
    private static final String SOAP_1_1 = "http://schemas.xmlsoap.org/soap/envelope/";
    /** Fractions of more than three digits are refused by some (Basic Security Profile R3220). */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    private final XmlSigner signer;
    private final SigningKeys keys;
    private final Clock clock;

    WsSecurityHeader(XmlSigner signer, SigningKeys keys, Clock clock) {
        this.signer = signer;
        this.keys = keys;
        this.clock = clock;
    }

    /** Puts the declared header into an envelope. */
    void add(Document envelope, WsSecurity declared) {
        // before the document is touched: without a key nothing is made
        var key = declared.signature().map(signature -> keys.certified(signature.key(), signature.algorithm()));
        var now = clock.instant();
        var body = XmlPlaces.element(envelope, List.of("Envelope", "Body"));
        var security = security(envelope, body, declared);
        var parts = new EnumMap<Part, Element>(Part.class);
        parts.put(Part.BODY, body);
        declared.lives().ifPresent(lives -> parts.put(Part.TIMESTAMP, timestamp(security, now, now.plus(lives))));
        declared.username().ifPresent(user -> parts.put(Part.USERNAME, username(security, user, now)));
        declared.signature().ifPresent(signature -> sign(security, signature, key.orElseThrow(), parts));
    }

    private static Element security(Document envelope, Element body, WsSecurity declared) {
        var root = envelope.getDocumentElement();
        var soap = Objects.requireNonNull(root.getNamespaceURI());
        var prefix = root.getPrefix() == null ? "" : root.getPrefix() + ":";
        var headers = XmlPlaces.children(root, "Header");
        if (headers.size() == 1 && !XmlPlaces.children(headers.getFirst(), "Security").isEmpty()) {
            throw new MappingFailed("it cannot be signed: the mapping wrote a Security header of its own");
        }
        var header = headers.isEmpty()
                ? (Element) root.insertBefore(envelope.createElementNS(soap, prefix + "Header"), body)
                : headers.getFirst();
        var security = added(header, WSSE, "wsse:Security");
        declare(security, "wsse", WSSE);
        declare(security, "wsu", WSU);
        if (declared.mustUnderstand()) {
            security.setAttributeNS(soap, prefix + "mustUnderstand", "1");
        }
        declared.actor().ifPresent(actor -> security.setAttributeNS(soap, prefix + (soap.equals(SOAP_1_1)
                ? "actor"
                : "role"), actor));
        return security;
    }

    private static Element timestamp(Element security, Instant created, Instant expires) {
        var timestamp = added(security, WSU, "wsu:Timestamp");
        added(timestamp, WSU, "wsu:Created").setTextContent(TIME.format(created));
        added(timestamp, WSU, "wsu:Expires").setTextContent(TIME.format(expires));
        return timestamp;
    }

    private static Element username(Element security, Username user, Instant now) {
        var token = added(security, WSSE, "wsse:UsernameToken");
        added(token, WSSE, "wsse:Username").setTextContent(user.name());
        var password = added(token, WSSE, "wsse:Password");
        password.setAttribute("Type", PASSWORD + (user.digest() ? "Digest" : "Text"));
        if (!user.digest()) {
            password.setTextContent(user.password());
            return token;
        }
        var nonce = XmlPlaces.random(16);
        var created = TIME.format(now);
        password.setTextContent(digest(nonce, created, user.password()));
        var shown = added(token, WSSE, "wsse:Nonce");
        shown.setAttribute("EncodingType", BASE64);
        shown.setTextContent(Base64.getEncoder().encodeToString(nonce));
        added(token, WSU, "wsu:Created").setTextContent(created);
        return token;
    }

    /** SHA-1, as the profile has it: of what is sent once and of a secret. */
    private static String digest(byte[] nonce, String created, String password) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(nonce);
            sha1.update(created.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sha1.digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private void sign(Element security, Signed signature, SigningKey key, Map<Part, Element> parts) {
        var token = token(security, key);
        var overs = new ArrayList<XmlSigner.Over>();
        for (var part : signature.parts()) {
            overs.add(new XmlSigner.Over("#" + id(Objects.requireNonNull(parts.get(part))), false));
        }
        var reference = security.getOwnerDocument().createElementNS(WSSE, "wsse:SecurityTokenReference");
        var to = added(reference, WSSE, "wsse:Reference");
        to.setAttribute("URI", "#" + token);
        to.setAttribute("ValueType", X509);
        signer.sign(security, key, signature.algorithm(), overs, factory -> factory.getKeyInfoFactory().newKeyInfo(List
                .of(new DOMStructure(reference))));
    }

    /** The id of a token that holds the key's certificate. */
    private static String token(Element security, SigningKey key) {
        try {
            var token = added(security, WSSE, "wsse:BinarySecurityToken");
            token.setAttribute("EncodingType", BASE64);
            token.setAttribute("ValueType", X509);
            token.setTextContent(Base64.getEncoder().encodeToString(key.chain().getFirst().getEncoded()));
            return id(token);
        } catch (CertificateEncodingException no) {
            throw new MappingFailed("it cannot be signed: " + no.getClass().getSimpleName());
        }
    }

    private static String id(Element element) {
        if (element.lookupNamespaceURI("wsu") == null) {
            declare(element, "wsu", WSU);
        }
        return XmlPlaces.id(element, "wsu:Id");
    }

    private static Element added(Element parent, String namespace, String name) {
        return (Element) parent.appendChild(parent.getOwnerDocument().createElementNS(namespace, name));
    }

    private static void declare(Element element, String prefix, String namespace) {
        element.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:" + prefix, namespace);
    }
}
