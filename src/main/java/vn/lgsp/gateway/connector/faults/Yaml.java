package vn.lgsp.gateway.connector.faults;

import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML (or JSON) file as plain values that remembers where each stands. Scalars are read as YAML 1.2 does: {@code no},
 * {@code 012}, {@code 12:30} and dates are texts.
 */
public final class Yaml {
    private final String file;
    private final Map<String, Place> places = new HashMap<>();
    private final Faults faults;
    private final @Nullable Object value;

    private Yaml(String file, @Nullable Node root, Faults faults) {
        this.file = file;
        this.faults = faults;
        this.value = root == null ? null : plain(root, "");
    }

    /** Reads a text; what is wrong with it goes to {@code faults}, and the value is then what could be read. */
    public static Yaml read(String file, String text, Faults faults) {
        try {
            var options = new LoaderOptions();
            var parser = new ParserImpl(new StreamReader(new StringReader(text)), options);
            return new Yaml(file, new Composer(parser, new Scalars(), options).getSingleNode(), faults);
        } catch (MarkedYAMLException bad) {
            var mark = bad.getProblemMark() == null ? bad.getContextMark() : bad.getProblemMark();
            faults.add(mark == null ? Place.of(file) : place(file, mark),
                    new Text("không phải YAML: ", "no YAML: ").and(bad.getProblem()));
        } catch (RuntimeException bad) {
            faults.add(Place.of(file),
                    new Text("không phải YAML: ", "no YAML: ").and(String.valueOf(bad.getMessage())));
        }
        return new Yaml(file, null, faults);
    }

    public String file() {
        return file;
    }

    @Nullable
    public Object value() {
        return value;
    }

    /** Where a value's key stands, or, if there is no such value, the nearest one around it. */
    public Place at(String pointer) {
        var here = pointer;
        while (!here.isEmpty()) {
            var place = places.get(here);
            if (place != null) {
                return place;
            }
            here = here.substring(0, here.lastIndexOf('/'));
        }
        return new Place(file, 1, 1);
    }

    /** Where the value itself begins. */
    public Place valueAt(String pointer) {
        var place = places.get(pointer + VALUE);
        return place == null ? at(pointer) : place;
    }

    private static final String VALUE = "\u0000value";

    private @Nullable Object plain(Node node, String pointer) {
        places.put(pointer + VALUE, blockAware(node));
        return switch (node) {
            case MappingNode mapping -> map(mapping, pointer);
            case SequenceNode sequence -> list(sequence, pointer);
            case ScalarNode scalar -> scalar(scalar);
            default -> null;
        };
    }

    /** The text of a {@code |} block begins on the line after its mark. */
    private Place blockAware(Node node) {
        var place = place(file, node.getStartMark());
        var block = node instanceof ScalarNode scalar && (scalar.getScalarStyle() == ScalarStyle.LITERAL
                || scalar.getScalarStyle() == ScalarStyle.FOLDED);
        return block ? new Place(file, place.line() + 1, 1) : place;
    }

    private Map<String, @Nullable Object> map(MappingNode mapping, String pointer) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        var merged = new ArrayList<Node>();
        for (var tuple : mapping.getValue()) {
            var keyPlace = place(file, tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                faults.add(keyPlace, new Text("tên trường phải là văn bản", "a key must be a text"));
                continue;
            }
            if (Tag.MERGE.equals(key.getTag())) {
                merged.add(tuple.getValueNode());
                continue;
            }
            var below = pointer + "/" + Pointers.escape(key.getValue());
            if (map.containsKey(key.getValue())) {
                faults.add(keyPlace,
                        Text.same("`" + key.getValue() + "` ").and(new Text("có hai lần ở đây", "stands here twice")));
            }
            places.put(below, keyPlace);
            map.put(key.getValue(), plain(tuple.getValueNode(), below));
        }
        merged.forEach(other -> merge(map, other, pointer));
        return map;
    }

    /** {@code <<: *other}: what is not said here is as the other map says. */
    private void merge(Map<String, @Nullable Object> map, Node other, String pointer) {
        if (!(other instanceof MappingNode mapping)) {
            faults.add(place(file, other.getStartMark()), new Text("`<<` cần một nhóm trường", "`<<` takes a map"));
            return;
        }
        var own = new HashMap<>(places);
        map(mapping, pointer).forEach(map::putIfAbsent);
        places.putAll(own);
    }

    private List<@Nullable Object> list(SequenceNode sequence, String pointer) {
        var list = new ArrayList<@Nullable Object>();
        for (var item : sequence.getValue()) {
            var below = pointer + "/" + list.size();
            places.put(below, place(file, item.getStartMark()));
            list.add(plain(item, below));
        }
        return list;
    }

    private static @Nullable Object scalar(ScalarNode scalar) {
        var text = scalar.getValue();
        if (Tag.NULL.equals(scalar.getTag())) {
            return null;
        }
        if (Tag.BOOL.equals(scalar.getTag())) {
            return "true".equals(text);
        }
        if (Tag.INT.equals(scalar.getTag())) {
            var whole = new BigInteger(text);
            return whole.bitLength() < 32
                    ? (Object) whole.intValue()
                    : whole.bitLength() < 64 ? (Object) whole.longValue() : whole;
        }
        return Tag.FLOAT.equals(scalar.getTag()) ? (Object) Double.valueOf(text) : text;
    }

    private static Place place(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static final class Scalars extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf");
            addImplicitResolver(Tag.INT, Pattern.compile("-?(?:0|[1-9][0-9]*)"), "-0123456789");
            addImplicitResolver(Tag.FLOAT, Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)(?:[eE][-+]?[0-9]+)?"),
                    "-0123456789");
            addImplicitResolver(Tag.NULL, Pattern.compile("~|null|"), "~n\u0000");
            addImplicitResolver(Tag.NULL, EMPTY, null);
            addImplicitResolver(Tag.MERGE, MERGE, "<");
        }
    }
}
