package vn.lgsp.gateway.connector.xml;

import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.xml.stream.XMLStreamException;
import javax.xml.transform.Source;
import javax.xml.transform.stax.StAXSource;

import org.jspecify.annotations.Nullable;

/** An answer's plain values that still know the XML they came from, for mappings that read XML itself. */
final class XmlDocument extends LinkedHashMap<String, @Nullable Object> {
    private static final long serialVersionUID = 1L;

    private final transient byte[] bytes;

    /** @param bytes XML that was read already */
    XmlDocument(Map<?, ?> values, byte[] bytes) {
        values.forEach((name, value) -> put(String.valueOf(name), value));
        this.bytes = bytes;
    }

    Source source() {
        try {
            return new StAXSource(Xml.reader(new ByteArrayInputStream(bytes)));
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
