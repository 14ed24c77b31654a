package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Tls;

/**
 * What the connections to a destination are opened with. Its PEM files are looked at every second, and read again when they
 * have changed; while what they hold does not fit together, as in the middle of an exchange, the earlier keys stay.
 */
@Component
class Keys {
    private static final Logger log = LoggerFactory.getLogger(Keys.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Clock clock;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    Keys(Clock clock) {
        this.clock = clock;
    }

    /** @param stamps of the files it was read from, or could not be read from */
    private record Held(Tls tls, @Nullable SslBundle bundle, List<String> stamps, Instant looked) {}

    /**
     * The destination's keys as of now; the same object until they change.
     *
     * @throws ConnectException when they cannot be read and never could
     */
    Optional<SslBundle> of(Destination destination) throws ConnectException {
        var tls = destination.tls();
        if (tls.isEmpty()) {
            return Optional.empty();
        }
        var now = held.compute(destination.name(), (name, earlier) -> looked(name, tls.get(), earlier));
        if (now.bundle() == null) {
            throw new ConnectException("its keys cannot be read");
        }
        return Optional.of(now.bundle());
    }

    private Held looked(String name, Tls tls, @Nullable Held earlier) {
        var known = earlier != null && earlier.tls().equals(tls)
                ? earlier
                : new Held(tls, null, List.of(), Instant.EPOCH);
        var at = clock.instant();
        if (Duration.between(known.looked(), at).abs().compareTo(BETWEEN_LOOKS) < 0) {
            return known;
        }
        var stamps = stamps(tls);
        if (known.stamps().equals(stamps)) {
            return new Held(tls, known.bundle(), stamps, at);
        }
        try {
            var bundle = read(tls);
            log.info("keys.read destination={}", name);
            return new Held(tls, bundle, stamps, at);
        } catch (IOException | GeneralSecurityException | RuntimeException unfit) {
            log.warn("keys.unfit destination={} kept={} cause={}", name, known.bundle() != null, unfit.getClass()
                    .getSimpleName());
            return new Held(tls, known.bundle(), stamps, at);
        }
    }

    private static List<String> stamps(Tls tls) {
        return Stream.of(tls.certificate(), tls.key(), tls.trust()).flatMap(Optional::stream).map(Keys::stamp).toList();
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException gone) {
            return "gone";
        }
    }

    private static SslBundle read(Tls tls) throws IOException, GeneralSecurityException {
        var own = tls.certificate().isPresent()
                ? PemSslStoreDetails.forCertificate(Files.readString(tls.certificate().get())).withPrivateKey(Files
                        .readString(tls.key().orElseThrow()))
                : null;
        var trusted = tls.trust().isPresent()
                ? PemSslStoreDetails.forCertificate(Files.readString(tls.trust().get()))
                : null;
        var stores = new PemSslStoreBundle(own, trusted);
        fit(stores.getKeyStore());
        var bundle = SslBundle.of(stores);
        bundle.createSslContext(); // what is unfit says so now
        return bundle;
    }

    /** A certificate and another's key would fail with every provider. */
    private static void fit(@Nullable KeyStore store) throws GeneralSecurityException {
        if (store == null) {
            return;
        }
        var alias = store.aliases().nextElement();
        if (!(store.getKey(alias, new char[0]) instanceof PrivateKey key)) {
            throw new GeneralSecurityException("no private key");
        }
        var algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        var signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        var signed = signature.sign();
        signature.initVerify(store.getCertificate(alias));
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("the key is not the certificate's");
        }
    }
}
