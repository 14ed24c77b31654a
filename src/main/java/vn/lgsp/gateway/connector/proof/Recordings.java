package vn.lgsp.gateway.connector.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Service;

/** A connector's cases as answers for who tries its services out: which one fits a request. */
public final class Recordings {
    /** The plainest first: asked for as the request is, a success, nothing besides. */
    private static final Comparator<CaseFile> PLAIN = Comparator.<CaseFile, Boolean>comparing(one -> !delivered(one))
            .thenComparing(one -> !one.together().isEmpty()).thenComparing(Recordings::name);

    private final List<CaseFile> cases;

    private Recordings(List<CaseFile> cases) {
        this.cases = cases;
    }

    /** @param texts of the files, by name; what is refused before it is sent answers nothing */
    public static Recordings of(Map<String, String> texts) {
        var cases = new ArrayList<CaseFile>();
        texts.forEach((name, text) -> CaseFile.of(name, text).filter(one -> one.values().get("answers") instanceof Map)
                .ifPresent(cases::add));
        cases.sort(PLAIN);
        return new Recordings(cases);
    }

    /**
     * What is to be answered.
     *
     * @param key its business key
     * @param followed it is asked until its answer is final
     */
    public record Asked(@Nullable Object request, @Nullable Object mapped, @Nullable String key, boolean followed) {}

    /** The names a caller can ask for. */
    public List<String> names(String service) {
        return of(service).stream().map(Recordings::name).toList();
    }

    /** The service's case of that name. */
    public Optional<CaseFile> named(String service, String name) {
        return of(service).stream().filter(one -> name(one).equals(name)).findFirst();
    }

    /**
     * The case that says the same, or is sent as the same; else one of the same business key; else the service's first
     * successful one. Among several a success goes before a failure.
     */
    public Optional<CaseFile> best(Service service, Asked asked) {
        var all = of(service.id()).stream().sorted(Comparator.comparing(one -> followed(one) != asked.followed))
                .toList();
        var request = CaseFile.normal(asked.request);
        return first(all, one -> Objects.equals(CaseFile.normal(one.given()), request))
                .or(() -> first(all, one -> sent(one, service, asked)))
                .or(() -> first(all, one -> asked.key != null && asked.key.equals(key(one, service))))
                .or(() -> first(all, Recordings::delivered))
                .or(() -> all.stream().findFirst());
    }

    private List<CaseFile> of(String service) {
        return cases.stream().filter(one -> one.service().equals(service)).toList();
    }

    private static Optional<CaseFile> first(List<CaseFile> all, Predicate<CaseFile> fits) {
        return all.stream().filter(fits).findFirst();
    }

    private static boolean sent(CaseFile one, Service service, Asked asked) {
        try {
            return asked.mapped != null && Objects.equals(CaseFile.normal(one.values().get("sends")), new Rehearsal(
                    one, service).sent(asked.mapped));
        } catch (Mismatch e) {
            return false;
        }
    }

    private static @Nullable String key(CaseFile one, Service service) {
        try {
            return new Rehearsal(one, service).businessKey();
        } catch (MappingFailed e) {
            return null;
        }
    }

    private static boolean delivered(CaseFile one) {
        return "DELIVERED".equals(one.replies().get("status"));
    }

    private static boolean followed(CaseFile one) {
        return Boolean.TRUE.equals(one.values().get("followed"));
    }

    /** As its file is called. */
    public static String name(CaseFile one) {
        return one.file().toString();
    }
}
