package vn.lgsp.gateway.delivery.signing;

import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import vn.lgsp.gateway.connector.Signatures.Algorithm;
import vn.lgsp.gateway.connector.Signatures.KeyFile;

/** The keys calls are signed with, as of now: an exchanged file is used from the next call on. */
final class SigningKeys {
    private static final int SHORTEST_RSA = 2048;
    private static final int P256 = 256;

    private final Clock clock;
    private final Watched<KeyFile, SigningKey> files;

    SigningKeys(Clock clock) {
        this.clock = clock;
        this.files = new Watched<>("file", clock, source -> Stream.concat(Stream.of(source.file()), source.certificate()
                .stream()), SigningKey::read);
    }

    /**
     * @throws KeyUnfit when it cannot be read, is of another kind, or its certificate is not valid now
     */
    SigningKey of(KeyFile source, Algorithm algorithm) {
        try {
            var key = files.of(name(source), source);
            if (!suits(key, algorithm)) {
                throw new KeyUnfit(KeyUnfit.MISSING, "the key in " + source + " is none for " + algorithm);
            }
            valid(key, source, clock.instant());
            return key;
        } catch (Watched.Unreadable no) {
            throw new KeyUnfit(KeyUnfit.MISSING, "the key to sign with cannot be read: " + no.getMessage());
        }
    }

    /** Its files. */
    private static String name(KeyFile source) {
        return source + source.certificate().map(file -> " " + file).orElse("");
    }

    /** The same of one that must show its certificate. */
    SigningKey certified(KeyFile source, Algorithm algorithm) {
        var key = of(source, algorithm);
        if (key.chain().isEmpty()) {
            throw new KeyUnfit(KeyUnfit.MISSING, "the key in " + source + " comes without the certificate to show");
        }
        return key;
    }

    private static boolean suits(SigningKey key, Algorithm algorithm) {
        return key.key().getAlgorithm().equals(algorithm.keys()) && switch (key.key()) {
            case RSAKey rsa -> rsa.getModulus().bitLength() >= SHORTEST_RSA;
            case ECKey curve -> curve.getParams().getOrder().bitLength() == P256;
            default -> false;
        };
    }

    private static void valid(SigningKey key, KeyFile source, Instant now) {
        var certificate = key.chain().isEmpty()
                ? Optional.<java.security.cert.X509Certificate>empty()
                : Optional.of(key.chain().getFirst());
        certificate.filter(own -> now.isAfter(own.getNotAfter().toInstant()) || now.isBefore(own.getNotBefore()
                .toInstant())).ifPresent(own -> {
                    throw new KeyUnfit(KeyUnfit.EXPIRED, "the certificate of the key in " + source + " is valid from "
                            + own.getNotBefore().toInstant() + " until " + own.getNotAfter().toInstant());
                });
    }
}
