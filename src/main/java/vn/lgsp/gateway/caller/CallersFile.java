package vn.lgsp.gateway.caller;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Pointers;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;

/** What {@code config/callers.yaml} says: everything in it is checked, and all faults are told at once with their places. */
public record CallersFile(Yaml yaml) {
    private static final Pattern KEY = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final Pattern SERVICE = Pattern.compile("([a-z0-9.*-]+)");
    private static final Pattern QUOTA = Pattern.compile("(\\d+)/s");
    private static final Set<String> KNOWN = Set.of("title", "keys", "services", "callback", "quota", "sandbox");
    private static final String ALL = ".*";

    /**
     * The callers it names.
     *
     * @param faults gets all that is wrong; the callers are to be used only where nothing is
     */
    public List<Caller> callers(Faults faults) {
        var root = yaml.value() instanceof Map<?, ?> map ? map : Map.of();
        known(root, "", Set.of("callers"), faults);
        return entries().map(entry -> entry.caller(faults)).toList();
    }

    /**
     * Tells of services it names that do not exist.
     *
     * @param services that exist
     * @param judged whether it is known of this one, or of this {@code <connector>.*}, if it should be there
     */
    public void strangers(Collection<String> services, Predicate<String> judged, Faults faults) {
        entries().forEach(entry -> entry.named().filter(named -> judged.test(named.id) && !exists(named.id, services))
                .forEach(named -> faults.add(yaml.at(named.pointer), new Text("không có dịch vụ `",
                        "there is no service `").and(named.id + "`").and(meant(named.id, services)))));
    }

    private static boolean exists(String id, Collection<String> services) {
        return id.endsWith(ALL)
                ? services.stream().anyMatch(service -> service.startsWith(id.substring(0, id.length() - 1)))
                : services.contains(id);
    }

    private static Text meant(String id, Collection<String> services) {
        return Suggestion.text(id, id.endsWith(ALL)
                ? services.stream().map(service -> Service.connectorOf(service) + ALL).distinct().toList()
                : services);
    }

    private Stream<Entry> entries() {
        return yaml.value() instanceof Map<?, ?> root && root.get("callers") instanceof Map<?, ?> callers
                ? callers.entrySet().stream().map(entry -> new Entry(String.valueOf(entry.getKey()), entry
                        .getValue() instanceof Map<?, ?> stated ? stated : Map.of()))
                : Stream.empty();
    }

    private void known(Map<?, ?> stated, String pointer, Set<String> names, Faults faults) {
        stated.keySet().stream().map(String::valueOf).filter(name -> !names.contains(name)).forEach(name -> faults.add(
                yaml.at(pointer + "/" + Pointers.escape(name)), new Text("trường lạ `", "unknown key `").and(name)
                        .and(new Text("`; ở đây có ", "`; known are "))
                        .and(names.stream().sorted().collect(Collectors.joining(", "))).and(Suggestion.text(name,
                                names))));
    }

    /** Where a caller names a service. */
    private record Named(String pointer, String id) {}

    private final class Entry {
        private final String name;
        private final String pointer;
        private final Map<?, ?> stated;

        Entry(String name, Map<?, ?> stated) {
            this.name = name;
            this.pointer = "/callers/" + Pointers.escape(name);
            this.stated = stated;
        }

        Caller caller(Faults faults) {
            known(stated, pointer, KNOWN, faults);
            return new Caller(name, title(), texts("keys", KEY, Text.same("sha256:<64 hex>"), faults), texts("services",
                    SERVICE, new Text("mã dịch vụ hoặc <kết nối>.*", "a service id or <connector>.*"), faults),
                    Optional.ofNullable(stated.get("callback")).map(String::valueOf), quota(faults), sandbox(faults));
        }

        Stream<Named> named() {
            var services = list("services");
            return Stream.concat(IntStream.range(0, services.size()).mapToObj(i -> new Named(pointer + "/services/" + i,
                    String.valueOf(services.get(i)))), Stream.ofNullable(stated.get("callback")).map(
                            id -> new Named(pointer + "/callback", String.valueOf(id))));
        }

        private Text title() {
            var title = stated.get("title") instanceof Map<?, ?> map ? map : Map.of();
            return new Text(word(title.get("vi")), word(title.get("en")));
        }

        private String word(@Nullable Object title) {
            return title == null ? name : String.valueOf(title);
        }

        private List<?> list(String key) {
            var value = stated.get(key);
            return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        }

        private List<String> texts(String key, Pattern shape, Text meant, Faults faults) {
            var values = new ArrayList<String>();
            var items = list(key);
            for (int i = 0; i < items.size(); i++) {
                var match = shape.matcher(String.valueOf(items.get(i)));
                if (match.matches()) {
                    values.add(match.group(1));
                } else {
                    faults.add(yaml.valueAt(pointer + "/" + key + "/" + i), Text.same("`" + key + "`").and(new Text(
                            " cần ", " takes ")).and(meant));
                }
            }
            return values;
        }

        /** Never guessed: whoever means a sandbox must not reach providers by a misspelt word. */
        private boolean sandbox(Faults faults) {
            var sandbox = stated.get("sandbox");
            if (sandbox != null && !(sandbox instanceof Boolean)) {
                faults.add(yaml.valueAt(pointer + "/sandbox"), new Text("`sandbox` là true hoặc false",
                        "`sandbox` is true or false"));
            }
            return Boolean.TRUE.equals(sandbox);
        }

        private int quota(Faults faults) {
            var quota = stated.get("quota");
            if (quota == null) {
                return 0;
            }
            var match = QUOTA.matcher(String.valueOf(quota));
            if (match.matches()) {
                return Integer.parseInt(match.group(1));
            }
            faults.add(yaml.valueAt(pointer + "/quota"), new Text("`quota` có dạng 200/s", "`quota` looks like 200/s"));
            return 0;
        }
    }
}
