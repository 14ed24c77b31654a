package vn.lgsp.gateway.delivery.signing;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Signatures.Algorithm;
import vn.lgsp.gateway.connector.Signatures.Enveloped;
import vn.lgsp.gateway.connector.Signatures.Shows;
import vn.lgsp.gateway.connector.xml.XmlPlaces;

/** XML signatures (XMLDSig) over exclusively canonicalised elements, digested with SHA-256. */
final class XmlSigner {
    private final SigningKeys keys;

    XmlSigner(SigningKeys keys) {
        this.keys = keys;
    }

    /** Puts the declared signature into the document. */
    void sign(Document document, Enveloped declared) {
        var key = declared.shows() == Shows.NONE
                ? keys.of(declared.key(), declared.algorithm())
                : keys.certified(declared.key(), declared.algorithm());
        var at = XmlPlaces.element(document, declared.at());
        var signed = XmlPlaces.element(document, declared.signs());
        var whole = declared.signs().isEmpty();
        var uri = whole ? "" : "#" + XmlPlaces.id(signed, declared.id());
        sign(at, key, declared.algorithm(), List.of(new Over(uri, XmlPlaces.within(at, signed))), factory -> shown(
                factory, key, declared.shows()));
    }

    /** @param enveloped the signature is within what is signed */
    record Over(String uri, boolean enveloped) {}

    interface Telling {
        @Nullable
        KeyInfo of(XMLSignatureFactory factory) throws GeneralSecurityException;
    }

    /** Appends a signature over these. */
    void sign(Element parent, SigningKey key, Algorithm algorithm, List<Over> overs, Telling telling) {
        // its methods may not be called by several at once
        var factory = XMLSignatureFactory.getInstance("DOM");
        try {
            var references = new ArrayList<Reference>();
            for (var over : overs) {
                var transforms = new ArrayList<Transform>();
                if (over.enveloped()) {
                    transforms.add(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null));
                }
                transforms.add(factory.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null));
                references.add(factory.newReference(over.uri(), factory.newDigestMethod(DigestMethod.SHA256, null),
                        transforms, null, null));
            }
            var info = factory.newSignedInfo(factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE,
                    (C14NMethodParameterSpec) null), factory.newSignatureMethod(method(algorithm), null), references);
            var context = new DOMSignContext(key.key(), parent);
            context.setDefaultNamespacePrefix("ds");
            factory.newXMLSignature(info, telling.of(factory)).sign(context);
        } catch (GeneralSecurityException | MarshalException | XMLSignatureException no) {
            throw new MappingFailed("it cannot be signed: " + no.getClass().getSimpleName());
        }
    }

    private static String method(Algorithm algorithm) {
        return switch (algorithm) {
            case RS256 -> SignatureMethod.RSA_SHA256;
            case PS256 -> SignatureMethod.SHA256_RSA_MGF1;
            case ES256 -> SignatureMethod.ECDSA_SHA256;
            case HS256 -> SignatureMethod.HMAC_SHA256;
        };
    }

    private static @Nullable KeyInfo shown(XMLSignatureFactory factory, SigningKey key, Shows shows) {
        var infos = factory.getKeyInfoFactory();
        return switch (shows) {
            case NONE -> null;
            case CERTIFICATE -> infos.newKeyInfo(List.of(infos.newX509Data(List.of(key.chain().getFirst()))));
            case CHAIN -> infos.newKeyInfo(List.of(infos.newX509Data(key.chain())));
            case ISSUER_SERIAL -> infos.newKeyInfo(List.of(infos.newX509Data(List.of(infos.newX509IssuerSerial(key
                    .chain().getFirst().getIssuerX500Principal().getName(),
                    key.chain().getFirst()
                            .getSerialNumber())))));
        };
    }
}
