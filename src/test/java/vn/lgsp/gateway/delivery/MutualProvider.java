package vn.lgsp.gateway.delivery;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import vn.lgsp.gateway.journey.Certificate;

/**
 * A provider that asks who is calling, on the connection itself: a real TLS server that wants one of two certificates,
 * and the files in which a connector finds its own.
 */
final class MutualProvider {
    private final Path folder;
    private final Certificate first;
    private final Certificate second;
    private final Certificate own;
    private final SSLServerSocket server;
    private final AtomicInteger asked = new AtomicInteger();
    private final Function<String, String> answers;

    /** @param answers an HTTP answer for the name on the caller's certificate */
    MutualProvider(Function<String, String> answers) {
        this.answers = answers;
        try {
            folder = Files.createTempDirectory(Path.of("target"), "mutual").toAbsolutePath();
            first = made("first");
            second = made("second");
            own = made("localhost");
            server = listening();
            showsFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        Thread.startVirtualThread(this::serve);
    }

    private Certificate made(String name) throws IOException {
        return Certificate.selfMade(Files.createDirectories(folder.resolve(name)), name);
    }

    private SSLServerSocket listening() throws IOException, GeneralSecurityException {
        var showing = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        showing.init(own.store(), "changeit".toCharArray());
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("first", first.store().getCertificate("own"));
        trusted.setCertificateEntry("second", second.store().getCertificate("own"));
        var trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusting.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(showing.getKeyManagers(), trusting.getTrustManagers(), null);
        var socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
        socket.setNeedClientAuth(true);
        return socket;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                var socket = (SSLSocket) server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket; var in = new BufferedInputStream(socket.getInputStream())) {
            var name = ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal()
                    .getName();
            while (request(in)) {
                asked.incrementAndGet();
                socket.getOutputStream().write(answers.apply(name).getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // no certificate, or the client has gone
        }
    }

    /** Reads a head and the body it announces; false when the client has gone. */
    private static boolean request(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var one = in.read();
            if (one < 0) {
                return false;
            }
            head.write(one);
        }
        var length = head.toString(StandardCharsets.ISO_8859_1).lines().filter(line -> line.regionMatches(true, 0,
                "content-length:", 0, 15)).mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst()
                .orElse(0);
        return in.readNBytes(length).length == length;
    }

    URI url() {
        return URI.create("https://localhost:" + server.getLocalPort());
    }

    /** Requests that came in over a connection with a certificate. */
    int asked() {
        return asked.get();
    }

    /** What the connector is told to show. */
    Path certificate() {
        return folder.resolve("certificate.pem");
    }

    /** The key of that. */
    Path key() {
        return folder.resolve("key.pem");
    }

    /** What vouches for this provider. */
    Path trust() {
        return own.chain();
    }

    void showsFirst() throws IOException {
        exchange(first.chain(), certificate());
        exchange(first.key(), key());
    }

    void showsSecond() throws IOException {
        halfShowsSecond();
        exchange(second.key(), key());
    }

    /** The second's certificate beside the first's key. */
    void halfShowsSecond() throws IOException {
        exchange(second.chain(), certificate());
    }

    private static void exchange(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(to, FileTime.from(Instant.now().plusNanos(System.nanoTime() % 1_000_000_000)));
    }
}
