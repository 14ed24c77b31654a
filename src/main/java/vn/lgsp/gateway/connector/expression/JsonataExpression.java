package vn.lgsp.gateway.connector.expression;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;

import vn.lgsp.gateway.connector.BadExpression;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.faults.Place;

/**
 * A JSONata expression. One instance is shared by all threads: each evaluation gets its own frame (the engine would
 * otherwise bind the document into the shared one) and its own {@link Bounds} (the engine's own do not count inside
 * array and object constructors).
 */
public final class JsonataExpression implements Expression {
    private static final Pattern CALL = Pattern.compile("(\\$\\w+)\\s*\\($");
    private final String file;
    private final String source;
    private final Jsonata compiled;
    /** Grouping ({@code list{…}}) writes into an empty list it is given; only an expression with a brace can do that. */
    private final boolean groups;
    private final @Nullable Shortcut shortcut;

    private JsonataExpression(String file, String source, Jsonata compiled) {
        this.shortcut = Shortcuts.of(Ast.of(compiled)).orElse(null);
        this.file = file;
        this.source = source;
        this.compiled = compiled;
        this.groups = source.indexOf('{') >= 0;
    }

    /** Whatever variables it reads. */
    public static JsonataExpression compile(String file, String source) {
        return compile(file, source, names -> {});
    }

    /** @param variables those that are bound where it stands; it may read no others */
    public static JsonataExpression compile(String file, String source, Set<String> variables) {
        return compile(file, source, names -> names.checkVariables(variables));
    }

    private static JsonataExpression compile(String file, String source, Consumer<Names> more) {
        try {
            var compiled = Jsonata.jsonata(source);
            compiled.setValidateInput(false);
            compiled.setOutputConvertNulls(false);
            HouseFunctions.into(compiled);
            var names = new Names(file, source, compiled);
            names.checkFunctions();
            more.accept(names);
            return new JsonataExpression(file, source, compiled);
        } catch (JException bad) {
            throw new BadExpression(Place.of(file, source, bad.getLocation()), bad.getDetailedErrorMessage());
        } catch (BadExpression bad) {
            throw bad;
        } catch (RuntimeException bad) {
            throw new BadExpression(Place.of(file, source, 0), "no JSONata expression: " + bad);
        }
    }

    @Override
    public @Nullable Object evaluate(@Nullable Object document, Map<String, ? extends @Nullable Object> bindings) {
        var known = shortcut == null ? Shortcut.ASK : shortcut.of(new View(document, bindings, null));
        return known == Shortcut.ASK ? byEngine(document, bindings) : known;
    }

    private @Nullable Object byEngine(@Nullable Object document, Map<String, ? extends @Nullable Object> bindings) {
        var frame = compiled.createFrame();
        for (var binding : bindings.entrySet()) {
            frame.bind(binding.getKey(), own(binding.getValue()));
        }
        var bounds = new Bounds();
        bounds.guard(frame);
        try {
            return Plain.result(bounds.during(() -> JsonataSeats.with(() -> compiled.evaluate(own(document), frame))));
        } catch (JException failed) {
            throw new MappingFailed(at(failed.getLocation()) + ": " + cause(failed) + called(failed.getLocation()));
        } catch (Bounds.Exceeded failed) {
            throw new MappingFailed(file + ": " + failed.getMessage());
        } catch (StackOverflowError | OutOfMemoryError | RuntimeException failed) {
            throw new MappingFailed(file + ": " + failed.getClass().getSimpleName());
        }
    }

    @Override
    public Optional<Set<String>> fields() {
        return Shape.fields(Ast.of(compiled));
    }

    @Override
    public String toString() {
        return file;
    }

    private @Nullable Object own(@Nullable Object value) {
        return groups ? Plain.withOwnEmptyLists(value) : value;
    }

    private Place at(int position) {
        return position <= 0 ? Place.of(file) : Place.of(file, source, position);
    }

    /** The function whose call ends where an evaluation failed. */
    private String called(int position) {
        var call = CALL.matcher(source.substring(0, Math.clamp(position, 0, source.length())));
        return call.find() ? " `" + call.group(1) + "`" : "";
    }

    /** The engine's code and sentence, without the values it would put into it. */
    private static String cause(JException failed) {
        var code = failed.getError();
        return code + " " + JException.msg(code, -1, "…", "…");
    }
}
