package vn.lgsp.gateway.connector.expression;

import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

import com.dashjoin.jsonata.Utils;

import vn.lgsp.gateway.connector.MappingLimits;

/** What JSONata's signs make of two values that are both known; {@link Shortcut#ASK} where only the engine can tell. */
final class Operators {
    private Operators() {}

    static Optional<BinaryOperator<@Nullable Object>> of(String sign) {
        return Optional.ofNullable(switch (sign) {
            case "=" -> Shortcut::equal;
            case "!=" -> Operators::unequal;
            case "<" -> comparing(order -> order < 0);
            case "<=" -> comparing(order -> order <= 0);
            case ">" -> comparing(order -> order > 0);
            case ">=" -> comparing(order -> order >= 0);
            case "+" -> Operators::sum;
            case "&" -> Operators::joined;
            default -> null;
        });
    }

    private static BinaryOperator<@Nullable Object> comparing(IntPredicate wanted) {
        return (one, other) -> compared(one, other, wanted);
    }

    private static Object sum(@Nullable Object one, @Nullable Object other) {
        return one instanceof Number number && other instanceof Number more
                ? Utils.convertNumber(number.doubleValue() + more.doubleValue())
                : Shortcut.ASK;
    }

    private static Object unequal(@Nullable Object one, @Nullable Object other) {
        return one == null || other == null
                ? false
                : Shortcut.equal(one, other) instanceof Boolean same ? (Object) !same : Shortcut.ASK;
    }

    private static @Nullable Object compared(@Nullable Object one, @Nullable Object other, IntPredicate wanted) {
        if (one instanceof String text && other instanceof String second) {
            return wanted.test(text.compareTo(second));
        }
        return one instanceof Number number && other instanceof Number second
                ? (Object) wanted.test(Double.compare(number.doubleValue(), second.doubleValue()))
                : Shortcut.ASK;
    }

    private static Object joined(@Nullable Object one, @Nullable Object other) {
        var first = Shortcut.text(one);
        var second = Shortcut.text(other);
        if (first == Shortcut.ASK || second == Shortcut.ASK) {
            return Shortcut.ASK;
        }
        var text = (first == null ? "" : first) + (second == null ? "" : second.toString());
        return text.length() > MappingLimits.current().text().toBytes() ? Shortcut.ASK : text;
    }
}
