package vn.lgsp.gateway.connector.xml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.sf.saxon.s9api.XdmArray;
import net.sf.saxon.s9api.XdmAtomicValue;
import net.sf.saxon.s9api.XdmEmptySequence;
import net.sf.saxon.s9api.XdmMap;
import net.sf.saxon.s9api.XdmValue;

/** Plain values as XSLT knows them: maps, arrays, atomic values; null is the empty sequence. */
final class Xdm {
    private Xdm() {}

    static XdmValue of(@Nullable Object value) {
        return switch (value) {
            case null -> XdmEmptySequence.getInstance();
            case String text -> new XdmAtomicValue(text);
            case Boolean flag -> new XdmAtomicValue((boolean) flag);
            case Integer number -> new XdmAtomicValue(number.longValue());
            case Long number -> new XdmAtomicValue((long) number);
            case BigInteger number -> new XdmAtomicValue(new BigDecimal(number));
            case BigDecimal number -> new XdmAtomicValue(number);
            case Number number -> new XdmAtomicValue(number.doubleValue());
            case List<?> list -> new XdmArray(list.stream().map(Xdm::of).toList());
            case Map<?, ?> map -> map(map);
            default -> throw new IllegalArgumentException("no plain value: " + value.getClass().getName());
        };
    }

    private static XdmMap map(Map<?, ?> map) {
        var entries = new HashMap<XdmAtomicValue, XdmValue>();
        map.forEach((name, value) -> entries.put(new XdmAtomicValue(String.valueOf(name)), of(value)));
        return new XdmMap(entries);
    }
}
