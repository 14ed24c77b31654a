package vn.lgsp.gateway.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import jakarta.annotation.PreDestroy;

/**
 * The name under which this process takes leases. It stays the same over restarts in one data directory, and a lock on a
 * file proves that its earlier bearer is dead: what that one held can be taken over at once, without waiting for leases.
 */
@Component
class NodeName {
    private static final String FILE = "node.name";

    private final String name;
    private final @Nullable FileLock lock;

    NodeName(LedgerSettings settings) throws IOException {
        Durable.directory(settings.data());
        var channel = FileChannel.open(settings.data().resolve("node"), StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.lock = lock(channel);
        if (lock == null) {
            channel.close();
            this.name = fresh();
        } else {
            this.name = kept(settings.data());
        }
    }

    private static String kept(Path directory) throws IOException {
        var file = directory.resolve(FILE);
        // what a loss of power may have left: all such nodes would have one name
        if (Files.exists(file) && !Files.readString(file).strip().matches("\\p{Graph}+")) {
            Files.delete(file);
        }
        return Durable.kept(directory, FILE, NodeName::fresh).strip();
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String fresh() {
        return "n" + UUID.randomUUID().toString().substring(0, 13);
    }

    /** Begins every lease this node takes. */
    String prefix() {
        return name + "/";
    }

    /** True when nobody else can be alive under this name. */
    boolean exclusive() {
        return lock != null;
    }

    @PreDestroy
    void close() throws IOException {
        if (lock != null) {
            lock.acquiredBy().close();
        }
    }
}
