package vn.lgsp.gateway.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** Files that are made once and needed for good: each is there whole, also after a loss of power, before anybody goes on. */
final class Durable {
    private Durable() {}

    /** What the file says. Where there is none it is made first, for its owner's eyes only, and never over another's. */
    static String kept(Path directory, String name, Supplier<String> first) throws IOException {
        var file = directory.resolve(name);
        if (!Files.exists(file)) {
            directory(directory);
            make(directory, name, first.get());
        }
        // in any case: whoever has named it may not have come this far
        force(directory);
        return Files.readString(file);
    }

    private static void make(Path directory, String name, String text) throws IOException {
        var draft = Files.createTempFile(directory, name, ".new", PosixFilePermissions
                .asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, text);
            force(draft);
            // a link, unlike a move, never replaces what another process has just put there
            Files.createLink(directory.resolve(name), draft);
        } catch (FileAlreadyExistsException e) {
            // another gateway on this directory was first: what it wrote is kept
        } finally {
            Files.delete(draft);
        }
    }

    /** Makes the directory where there is none, and those it stands in. */
    static void directory(Path directory) throws IOException {
        var parent = directory.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(directory)) {
            directory(parent);
            Files.createDirectories(directory);
            force(parent);
        }
    }

    /** Of a directory: the names that stand in it. */
    static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
