package vn.lgsp.gateway.delivery.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;

import vn.lgsp.gateway.connector.Signatures.KeyFile;

/**
 * A private key and its certificates.
 *
 * @param chain the key's own certificate first; none where nothing is shown
 */
public record SigningKey(PrivateKey key, List<X509Certificate> chain) {

    static SigningKey read(KeyFile source) throws IOException, GeneralSecurityException {
        try {
            var read = source.store() ? ofStore(source) : ofPem(source);
            if (!read.chain().isEmpty()) {
                fit(read.key(), read.chain().getFirst());
            }
            return read;
        } catch (NoSuchFileException missing) {
            throw new Watched.Unfit("there is no file " + missing.getFile());
        }
    }

    private static SigningKey ofPem(KeyFile source) throws IOException, GeneralSecurityException {
        @Nullable
        PrivateKey key;
        try {
            key = PemContent.of(Files.readString(source.file())).getPrivateKey(source.password().orElse(null));
        } catch (IllegalStateException | IllegalArgumentException no) {
            throw new Watched.Unfit(source.file() + " holds no private key that can be read");
        }
        if (key == null) {
            throw new Watched.Unfit(source.file() + " holds no private key");
        }
        if (source.certificate().isEmpty()) {
            return new SigningKey(key, List.of());
        }
        try {
            return new SigningKey(key, PemContent.of(Files.readString(source.certificate().get())).getCertificates());
        } catch (IllegalStateException | IllegalArgumentException no) {
            throw new Watched.Unfit(source.certificate().get() + " holds no certificate that can be read");
        }
    }

    private static SigningKey ofStore(KeyFile source) throws IOException, GeneralSecurityException {
        var word = source.password().orElse("").toCharArray();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(source.file())) {
            store.load(in, word);
        } catch (NoSuchFileException missing) {
            throw missing;
        } catch (IOException no) {
            throw new Watched.Unfit(source.file() + " is no PKCS#12 store of this password");
        }
        var alias = alias(store, source);
        if (!(store.getKey(alias, word) instanceof PrivateKey key)) {
            throw new Watched.Unfit(source + " holds no private key");
        }
        return new SigningKey(key, Arrays.stream(store.getCertificateChain(alias)).map(X509Certificate.class::cast)
                .toList());
    }

    private static String alias(KeyStore store, KeyFile source) throws GeneralSecurityException {
        var keys = Collections.list(store.aliases()).stream().filter(alias -> entry(store, alias)).toList();
        if (source.alias().isPresent()) {
            return keys.stream().filter(source.alias().get()::equalsIgnoreCase).findFirst()
                    .orElseThrow(() -> new Watched.Unfit(source.file() + " has no key of that alias"));
        }
        if (keys.size() != 1) {
            throw new Watched.Unfit(source.file() + " holds " + keys.size() + " keys: `alias` must name one");
        }
        return keys.getFirst();
    }

    private static boolean entry(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (GeneralSecurityException unloaded) {
            throw new IllegalStateException(unloaded);
        }
    }

    /** A certificate and another's key would fail with every provider. */
    public static void fit(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        var algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        var signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        var signed = signature.sign();
        signature.initVerify(certificate);
        if (!signature.verify(signed)) {
            throw new Watched.Unfit("the key is not the certificate's");
        }
    }

    /** Whose it is. */
    @Override
    public String toString() {
        return "SigningKey[" + (chain.isEmpty() ? "" : chain.getFirst().getSubjectX500Principal()) + "]";
    }
}
