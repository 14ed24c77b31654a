package vn.lgsp.gateway.delivery.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys in files, which are looked at every second and read again when they have changed; while what they hold does not fit
 * together, as in the middle of an exchange, the earlier keys stay.
 *
 * @param <S> says which files
 * @param <T> what is read from them
 */
public final class Watched<S, T> {
    private static final Logger log = LoggerFactory.getLogger(Watched.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final String what;
    private final Clock clock;
    private final Function<S, Stream<Path>> files;
    private final Reader<S, T> reader;
    private final Map<String, Held<S, T>> held = new ConcurrentHashMap<>();

    /** @param what the word before a name in the log */
    public Watched(String what, Clock clock, Function<S, Stream<Path>> files, Reader<S, T> reader) {
        this.what = what;
        this.clock = clock;
        this.files = files;
        this.reader = reader;
    }

    /** Reads them, and says by an exception what does not fit together. */
    public interface Reader<S, T> {
        T read(S source) throws IOException, GeneralSecurityException;
    }

    /** They cannot be read and never could; the message says why and quotes nothing. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why);
        }
    }

    /** @param stamps of the files it was read from, or could not be read from */
    private record Held<S, T>(S source, @Nullable T value, String why, List<String> stamps, Instant looked) {}

    /** What the files hold as of now; the same object until they change. */
    public T of(String name, S source) throws Unreadable {
        var now = held.compute(name, (_, earlier) -> looked(name, source, earlier));
        if (now.value() == null) {
            throw new Unreadable(now.why());
        }
        return now.value();
    }

    private Held<S, T> looked(String name, S source, @Nullable Held<S, T> earlier) {
        var known = earlier != null && earlier.source().equals(source)
                ? earlier
                : new Held<S, T>(source, null, "", List.of(), Instant.EPOCH);
        var at = clock.instant();
        if (Duration.between(known.looked(), at).abs().compareTo(BETWEEN_LOOKS) < 0) {
            return known;
        }
        var stamps = files.apply(source).map(Watched::stamp).toList();
        if (known.stamps().equals(stamps)) {
            return new Held<>(source, known.value(), known.why(), stamps, at);
        }
        try {
            var value = reader.read(source);
            log.info("keys.read {}={}", what, name);
            return new Held<>(source, value, "", stamps, at);
        } catch (IOException | GeneralSecurityException | RuntimeException unfit) {
            var why = unfit.getClass().getSimpleName();
            log.warn("keys.unfit {}={} kept={} cause={}", what, name, known.value() != null, why);
            return new Held<>(source, known.value(), unfit instanceof Unfit said ? said.why() : why, stamps, at);
        }
    }

    /** Why keys do not fit, in our own words. */
    static final class Unfit extends GeneralSecurityException {
        private static final long serialVersionUID = 1L;
        private final String why;

        Unfit(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException gone) {
            return "gone";
        }
    }
}
