package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Tls;
import vn.lgsp.gateway.delivery.signing.SigningKey;
import vn.lgsp.gateway.delivery.signing.Watched;

/** What the connections to a destination are opened with, as its PEM files have it now. */
@Component
class Keys {
    private final Watched<Tls, SslBundle> files;

    Keys(Clock clock) {
        this.files = new Watched<>("destination", clock, tls -> Stream.of(tls.certificate(), tls.key(), tls.trust())
                .flatMap(Optional::stream), Keys::read);
    }

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
        try {
            return Optional.of(files.of(destination.name(), tls.get()));
        } catch (Watched.Unreadable unreadable) {
            var never = new ConnectException("its keys cannot be read");
            never.initCause(unreadable);
            throw never;
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
        SigningKey.fit(key, store.getCertificate(alias));
    }
}
