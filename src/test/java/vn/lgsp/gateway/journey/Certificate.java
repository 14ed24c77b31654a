package vn.lgsp.gateway.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate nobody but its maker vouches for.
 *
 * @param chain PEM file
 * @param key PEM file
 */
public record Certificate(KeyStore store, Path chain, Path key) {
    private static final String WORD = "changeit";

    /** @param host the name it is made out to */
    public static Certificate selfMade(Path folder, String host) {
        return selfMade(folder, host, "EC");
    }

    /** @param algorithm RSA or EC */
    public static Certificate selfMade(Path folder, String host, String algorithm) {
        try {
            var file = folder.resolve("own.p12");
            var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            var made = new ProcessBuilder(tool, "-genkeypair", "-alias", "own", "-keyalg", algorithm,
                    algorithm.equals("EC") ? "-groupname" : "-keysize", algorithm.equals("EC") ? "secp256r1" : "2048",
                    "-dname",
                    "CN=" + host,
                    "-ext", "SAN=dns:" + host, "-validity", "30", "-storetype", "PKCS12", "-keystore", file.toString(),
                    "-storepass", WORD).redirectErrorStream(true).start();
            var said = new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (made.onExit().join().exitValue() != 0) {
                throw new IllegalStateException(said);
            }
            var store = KeyStore.getInstance(file.toFile(), WORD.toCharArray());
            return new Certificate(store, pem(folder.resolve("chain.pem"), "CERTIFICATE", store.getCertificate("own")
                    .getEncoded()), pem(folder.resolve("key.pem"), "PRIVATE KEY", key(store).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Key key(KeyStore store) throws GeneralSecurityException {
        return store.getKey("own", WORD.toCharArray());
    }

    private static Path pem(Path file, String what, byte[] bytes) throws IOException {
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{ '\n' })
                .encodeToString(bytes) + "\n-----END " + what + "-----\n");
    }

    /** For a client that trusts it. */
    public SSLContext trusting() {
        try {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("own", store.getCertificate("own"));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a server that shows it. */
    public SSLContext showing() {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, WORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
