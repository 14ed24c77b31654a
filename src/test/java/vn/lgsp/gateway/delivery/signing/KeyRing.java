package vn.lgsp.gateway.delivery.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

import vn.lgsp.gateway.connector.Signatures.KeyFile;
import vn.lgsp.gateway.journey.Certificate;

/** Keys as an operator keeps them: files a connector names, and what lies in them may be exchanged. */
public final class KeyRing {
    private static final Path FOLDER = folder();
    private static final Certificate RSA = made("rsa", "RSA");
    private static final Certificate EC = made("ec", "EC");
    private static final Certificate OTHER = made("other", "RSA");

    private final Path at;

    /** With the first RSA key in its files. */
    public KeyRing() {
        try {
            at = Files.createTempDirectory(FOLDER, "ring");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        holds(RSA);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "keys").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Certificate made(String name, String algorithm) {
        try {
            return Certificate.selfMade(Files.createDirectories(FOLDER.resolve(name)), name, algorithm);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public KeyRing holdsEc() {
        return holds(EC);
    }

    public KeyRing holdsOther() {
        return holds(OTHER);
    }

    public KeyRing holdsFirst() {
        return holds(RSA);
    }

    private KeyRing holds(Certificate one) {
        put(one.chain(), certificate());
        return put(one.key(), key());
    }

    /** The certificate of one beside the key of another. */
    public KeyRing halfHoldsOther() {
        return put(OTHER.chain(), certificate());
    }

    private KeyRing put(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(to, FileTime.from(Instant.now().plusNanos(System.nanoTime() % 1_000_000_000)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public KeyRing loses() {
        try {
            Files.deleteIfExists(key());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path key() {
        return at.resolve("key.pem");
    }

    public Path certificate() {
        return at.resolve("certificate.pem");
    }

    /** A PKCS#12 file of the first RSA key, its password {@code changeit}. */
    public Path store() {
        return FOLDER.resolve("rsa/own.p12");
    }

    KeyFile pem() {
        return new KeyFile(key(), Optional.of(certificate()), Optional.empty(), Optional.empty());
    }

    KeyFile p12(String password) {
        return new KeyFile(store(), Optional.empty(), Optional.of(password), Optional.empty());
    }

    /** What a provider was given to know us by. */
    public static X509Certificate rsa() {
        return shown(RSA);
    }

    public static X509Certificate ec() {
        return shown(EC);
    }

    public static X509Certificate other() {
        return shown(OTHER);
    }

    private static X509Certificate shown(Certificate one) {
        try {
            return (X509Certificate) one.store().getCertificate("own");
        } catch (KeyStoreException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A provider's list of those it trusts: the first RSA key alone. */
    static KeyStore trusted() throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("gateway", rsa());
        return store;
    }
}
