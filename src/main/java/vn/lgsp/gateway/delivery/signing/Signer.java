package vn.lgsp.gateway.delivery.signing;

import java.time.Clock;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Signatures;
import vn.lgsp.gateway.connector.Signing.Sending;
import vn.lgsp.gateway.connector.xml.MalformedXml;
import vn.lgsp.gateway.connector.xml.XmlTree;

/** Signs what is about to be sent, for each call anew: with the keys and at the time of that moment. */
@Component
public class Signer {
    private final SigningKeys keys;
    private final XmlSigner xml;
    private final WsSecurityHeader wss;
    private final JwsSigner jws;

    public Signer(Clock clock) {
        this.keys = new SigningKeys(clock);
        this.xml = new XmlSigner(keys);
        this.wss = new WsSecurityHeader(xml, keys, clock);
        this.jws = new JwsSigner(keys);
    }

    /**
     * What is sent.
     *
     * @param headers that go with the signature
     */
    public record Signed(byte @Nullable [] body, Map<String, String> headers) {}

    /**
     * Signs one call.
     *
     * @param sending what would go without a signature
     * @param transaction bound as {@code $transaction}
     * @throws KeyUnfit when a key cannot be used now
     * @throws MappingFailed when the body is not what its signature is declared for
     */
    public Signed sign(Signatures signatures, Sending sending, Map<String, @Nullable Object> transaction) {
        var body = sending.body() == null ? null : inXml(signatures, sending.body());
        return signatures.jws().map(declared -> jws.sign(declared, new Sending(sending.method(), sending.url(), sending
                .at(), body), transaction)).orElseGet(() -> new Signed(body, Map.of()));
    }

    private byte[] inXml(Signatures signatures, byte[] body) {
        if (signatures.xml().isEmpty() && signatures.wss().isEmpty()) {
            return body;
        }
        try {
            var document = XmlTree.read(body);
            signatures.xml().ifPresent(declared -> xml.sign(document, declared));
            signatures.wss().ifPresent(declared -> wss.add(document, declared));
            return XmlTree.write(document, body);
        } catch (MalformedXml no) {
            throw new MappingFailed("it cannot be signed: " + no.detail().en());
        }
    }

    /**
     * Looks at the keys without signing anything; how many were found in order.
     *
     * @throws KeyUnfit when one cannot be used now
     */
    public long ready(Signatures signatures) {
        signatures.xml().ifPresent(declared -> keys.of(declared.key(), declared.algorithm()));
        var header = signatures.wss().flatMap(Signatures.WsSecurity::signature);
        header.ifPresent(declared -> keys.certified(declared.key(), declared.algorithm()));
        var web = signatures.jws().flatMap(Signatures.Jws::key);
        web.ifPresent(key -> keys.of(key, signatures.jws().orElseThrow().algorithm()));
        return java.util.stream.Stream.of(signatures.xml(), header, web).filter(java.util.Optional::isPresent).count();
    }
}
