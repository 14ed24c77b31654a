package vn.lgsp.gateway.connector.xml;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Map;

import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.jspecify.annotations.Nullable;

/**
 * XML as plain values (see {@link vn.lgsp.gateway.connector.Expression}), and back. The only place that parses XML: no
 * DTD, no entities but the five of XML itself, nothing fetched, and bounds on depth and size.
 *
 * <p>A document is {@code {root: value}}. An element that holds only text is that text ({@code xsi:nil} is null); any
 * other is an object of its attributes ({@code @name}), its child elements, which form a list where a name comes more
 * than once, and its text ({@code #text}). Reading leaves prefixes and namespaces out; writing takes them as they stand
 * ({@code "dc:Ten"}, {@code "@xmlns:dc"}).
 */
public final class Xml {
    private static final XMLInputFactory FACTORY = factory();

    private Xml() {}

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setXMLReporter((_, _, _, _) -> {
            // it would be written to the console
        });
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    /**
     * Reads a document from a stranger, in the encoding it states.
     *
     * @throws MalformedXml for anything that is not well-formed, a DOCTYPE, nesting deeper than 100 or more than 500,000
     *         elements and attributes
     */
    public static Map<String, @Nullable Object> read(byte[] bytes) {
        return read(() -> reader(new ByteArrayInputStream(bytes)));
    }

    /** The same of a text, whatever encoding it states. */
    public static Map<String, @Nullable Object> read(String text) {
        return read(() -> FACTORY.createXMLStreamReader(new StringReader(text)));
    }

    /** For engines that read by themselves what was read here already. */
    static XMLStreamReader reader(InputStream bytes) throws XMLStreamException {
        return FACTORY.createXMLStreamReader(bytes);
    }

    private interface Opening {
        XMLStreamReader open() throws XMLStreamException;
    }

    private static Map<String, @Nullable Object> read(Opening opening) {
        return wellFormed(() -> {
            var reader = opening.open();
            try {
                return new XmlReader(reader).document();
            } finally {
                reader.close();
            }
        });
    }

    /** Something that is read. */
    interface Reading<T extends @Nullable Object> {
        T read() throws XMLStreamException;
    }

    /** @throws MalformedXml for whatever the parser says */
    static <T extends @Nullable Object> T wellFormed(Reading<T> reading) {
        try {
            return reading.read();
        } catch (MalformedXml refused) {
            throw refused;
        } catch (XMLStreamException broken) {
            throw malformed(broken.getLocation());
        } catch (RuntimeException broken) { // the parser's own, over bytes it did not expect
            throw malformed(null);
        }
    }

    private static MalformedXml malformed(@Nullable Location at) {
        return at == null
                ? new MalformedXml("Không phải XML hợp lệ", "Not well-formed XML")
                : new MalformedXml("Không phải XML hợp lệ (dòng " + at.getLineNumber() + ", cột " + at
                        .getColumnNumber() + ")",
                        "Not well-formed XML (line " + at.getLineNumber() + ", column " + at.getColumnNumber() + ")");
    }

    /**
     * Writes a document of one root element, without an XML declaration.
     *
     * @throws IllegalArgumentException when a key is no name of XML, a prefix is not declared, or a text holds what XML
     *         cannot; the message names the key and never quotes the text
     */
    public static String write(Map<?, ?> document) {
        if (document.size() != 1) {
            throw new IllegalArgumentException("an XML document has one root element, not " + document.size());
        }
        return new XmlWriter().document(document);
    }
}
