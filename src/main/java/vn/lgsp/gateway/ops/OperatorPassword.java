package vn.lgsp.gateway.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The first user's password: given by the settings, or generated, shown once and kept as a bcrypt hash in a file. */
final class OperatorPassword {
    /** No 0/O, 1/l/I: it is typed from a screen. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP = 5;

    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();
    private final String hash;
    private final byte[] secret = new byte[32];
    private volatile byte @Nullable [] matched;

    /** @param shown told the password when one had to be generated */
    OperatorPassword(OpsSettings settings, Consumer<String> shown) {
        new SecureRandom().nextBytes(secret);
        var given = settings.password();
        hash = given == null ? kept(settings.passwordFile(), shown) : encoded(given);
    }

    /** Slow, as is meant against guessing, whatever is given. */
    boolean matches(String password) {
        var right = bcrypt.matches(password, hash);
        if (right) {
            matched = fingerprint(password);
        }
        return right;
    }

    /** Whether it has matched before, at once: a scraper that shows it with each request costs no bcrypt each time. */
    boolean hasMatched(String password) {
        var known = matched;
        return known != null && MessageDigest.isEqual(known, fingerprint(password));
    }

    /** Of no use to anybody without this process's own secret. */
    private byte[] fingerprint(String password) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmac(password);
    }

    private String kept(Path file, Consumer<String> shown) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : generated(file, shown);
        } catch (IOException e) {
            throw new UncheckedIOException("the operator's password is kept in " + file
                    + ": make it readable and its directory writable, or set gateway.ops.password", e);
        }
    }

    private String generated(Path file, Consumer<String> shown) throws IOException {
        var password = random();
        var encoded = encoded(password);
        var directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        var draft = Files.createTempFile(directory, file.getFileName().toString(), ".new");
        try {
            Files.writeString(draft, encoded);
            hideFromOthers(draft);
            // A link, unlike a move, never replaces what another process has just put there.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return Files.readString(file).strip();
        } finally {
            Files.delete(draft);
        }
        shown.accept(password);
        return encoded;
    }

    private static void hideFromOthers(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private String encoded(String password) {
        var encoded = bcrypt.encode(password);
        if (encoded == null) {
            throw new IllegalStateException("a password cannot be nothing");
        }
        return encoded;
    }

    private static String random() {
        var random = new SecureRandom();
        return IntStream.range(0, GROUPS).mapToObj(group -> random.ints(GROUP, 0, ALPHABET.length())
                .mapToObj(i -> ALPHABET.substring(i, i + 1)).collect(Collectors.joining()))
                .collect(Collectors.joining("-"));
    }
}
