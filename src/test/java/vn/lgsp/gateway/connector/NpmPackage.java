package vn.lgsp.gateway.connector;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Assumptions;

/** A file of an npm package, for a test; where npm is missing or cannot get the package, the test is skipped and says so. */
final class NpmPackage {
    private static final Path KEPT = Path.of("target/npm");

    private NpmPackage() {}

    /**
     * @param name with its version, {@code name@1.2.3}
     * @param sha512 of the whole package, in hexadecimal digits
     * @throws IllegalStateException where what came is another package
     */
    static String file(String name, String sha512, String path) throws IOException {
        var archive = KEPT.resolve(name.replace('@', '-') + ".tgz");
        if (!Files.exists(archive)) {
            fetch(name);
        }
        var bytes = Files.readAllBytes(archive);
        if (!sha512.equals(DigestUtils.sha512Hex(bytes))) {
            throw new IllegalStateException(archive + " is not the " + name + " this test was written for");
        }
        try (var files = new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
            for (var entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                if (entry.getName().equals("package/" + path)) {
                    return new String(files.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new FileNotFoundException(path + " in " + name);
    }

    private static void fetch(String name) throws IOException {
        Files.createDirectories(KEPT);
        try {
            var npm = new ProcessBuilder("npm", "pack", "--silent", "--prefer-offline", name).directory(KEPT.toFile())
                    .redirectErrorStream(true).start();
            var said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Assumptions.assumeTrue(npm.waitFor() == 0, "SKIPPED: npm cannot get " + name + ": " + said);
        } catch (IOException absent) {
            Assumptions.abort("SKIPPED: no npm on this machine (apt-get install npm), which fetches " + name);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
