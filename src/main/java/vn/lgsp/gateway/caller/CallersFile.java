package vn.lgsp.gateway.caller;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

import vn.lgsp.gateway.connector.faults.Text;

/** Reads {@code config/callers.yaml}: everything in it is checked, and all faults are told at once with their lines. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CallerSettings.class)
public class CallersFile {
    private static final Pattern KEY = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final Pattern QUOTA = Pattern.compile("(\\d+)/s");
    private static final Set<String> KNOWN = Set.of("title", "keys", "services", "callback", "quota");

    @Bean
    Callers callers(CallerSettings settings) throws IOException {
        return new Callers(read(settings.file()));
    }

    static List<Caller> read(Path file) throws IOException {
        return parse(file, Files.readString(file));
    }

    /**
     * The callers of this text.
     *
     * @param file where it stands
     * @throws IllegalStateException with all faults and their lines
     */
    public static List<Caller> parse(Path file, String text) {
        var root = compose(file, text);
        var faults = new ArrayList<String>();
        var callers = new ArrayList<Caller>();
        for (var entry : entries(root)) {
            if (!scalar(entry.getKeyNode()).equals("callers")) {
                faults.add(at(file, entry.getKeyNode()) + "unknown key; this file holds `callers`");
                continue;
            }
            for (var caller : entries(entry.getValueNode())) {
                callers.add(new Reading(file, faults, caller.getValueNode()).caller(scalar(caller.getKeyNode())));
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException("callers cannot be read:\n  " + String.join("\n  ", faults));
        }
        return callers;
    }

    private static Node compose(Path file, String text) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw new IllegalStateException("callers cannot be read:\n  " + file + (mark == null
                    ? ""
                    : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1)) + ": " + e.getProblem(), e);
        }
    }

    private record Reading(Path file, List<String> faults, Node node) {
        Caller caller(String name) {
            for (var entry : entries(node)) {
                if (!KNOWN.contains(scalar(entry.getKeyNode()))) {
                    faults.add(at(file, entry.getKeyNode()) + "unknown key `" + scalar(entry.getKeyNode())
                            + "`; known are " + new TreeSet<>(KNOWN));
                }
            }
            return new Caller(name, title(name), list("keys", KEY, "sha256:<64 hex digits>"), list("services", Pattern
                    .compile("([a-z0-9.*-]+)"), "a service id or <connector>.*"), find("callback").map(
                            CallersFile::scalar),
                    quota());
        }

        private Text title(String name) {
            var title = find("title").map(CallersFile::entries).orElse(List.of());
            var vi = name;
            var en = name;
            for (var entry : title) {
                if (scalar(entry.getKeyNode()).equals("vi")) {
                    vi = scalar(entry.getValueNode());
                } else if (scalar(entry.getKeyNode()).equals("en")) {
                    en = scalar(entry.getValueNode());
                }
            }
            return new Text(vi, en);
        }

        private List<String> list(String key, Pattern shape, String meant) {
            var values = new ArrayList<String>();
            var items = find(key).map(found -> found instanceof SequenceNode list ? list.getValue() : List.of(found))
                    .orElse(List.of());
            for (var item : items) {
                var match = shape.matcher(scalar(item));
                if (match.matches()) {
                    values.add(match.group(1));
                } else {
                    faults.add(at(file, item) + "`" + key + "` takes " + meant);
                }
            }
            return values;
        }

        private int quota() {
            return find("quota").map(found -> {
                var match = QUOTA.matcher(scalar(found));
                if (!match.matches()) {
                    faults.add(at(file, found) + "`quota` looks like 200/s");
                    return 0;
                }
                return Integer.parseInt(match.group(1));
            }).orElse(0);
        }

        private Optional<Node> find(String key) {
            return entries(node).stream().filter(entry -> scalar(entry.getKeyNode()).equals(key)).map(
                    NodeTuple::getValueNode).findFirst();
        }
    }

    private static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    private static String scalar(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static String at(Path file, Node node) {
        return file + ":" + (node.getStartMark().getLine() + 1) + ":" + (node.getStartMark().getColumn() + 1) + ": ";
    }
}
