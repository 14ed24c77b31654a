package vn.lgsp.gateway.connector.xml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.jspecify.annotations.Nullable;

/** One document's way from a parser to plain values; counts what it takes. */
final class XmlReader {
    private static final int DEEPEST = 100;
    private static final int MOST = 500_000;

    private final XMLStreamReader reader;
    private int taken;

    XmlReader(XMLStreamReader reader) {
        this.reader = reader;
    }

    Map<String, @Nullable Object> document() throws XMLStreamException {
        var document = new LinkedHashMap<String, @Nullable Object>();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> document.put(reader.getLocalName(), element(1));
                case XMLStreamConstants.DTD -> throw new MalformedXml("XML không được có DOCTYPE",
                        "The XML must not have a DOCTYPE");
                default -> {
                    // comments, instructions and white space around the root say nothing
                }
            }
        }
        return document;
    }

    /** The element that begins here; afterwards the reader stands at its end. */
    @Nullable
    Object element(int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new MalformedXml("XML lồng sâu quá " + DEEPEST + " mức",
                    "The XML is nested deeper than " + DEEPEST + " levels");
        }
        take();
        var nil = Boolean.parseBoolean(reader.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "nil"));
        var content = attributes();
        var attributes = content.size();
        var text = new StringBuilder();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> add(content, reader.getLocalName(), element(depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text.append(
                        reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new MalformedXml("XML có thực thể (&…;) chưa khai báo",
                            "The XML holds an entity (&…;) that is not XML's own");
                default -> {
                    // comments and instructions say nothing
                }
            }
        }
        return nil && content.isEmpty() ? null : value(content, attributes, text);
    }

    private static Object value(Map<String, @Nullable Object> content, int attributes, StringBuilder text) {
        var blank = text.toString().isBlank();
        if (content.isEmpty()) {
            return blank ? "" : text.toString();
        }
        if (!blank) {
            content.put("#text", content.size() == attributes ? text.toString() : text.toString().strip());
        }
        return content;
    }

    /** What {@code xsi:} says is for whoever validates. */
    private Map<String, @Nullable Object> attributes() {
        var attributes = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            take();
            if (!XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(reader.getAttributeNamespace(i))) {
                attributes.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
        return attributes;
    }

    /** A second of the same name makes a list. */
    @SuppressWarnings("unchecked")
    private static void add(Map<String, @Nullable Object> content, String name, @Nullable Object value) {
        var earlier = content.get(name);
        if (earlier instanceof List<?> list) {
            ((List<@Nullable Object>) list).add(value);
        } else if (content.containsKey(name)) {
            var list = new ArrayList<@Nullable Object>();
            list.add(earlier);
            list.add(value);
            content.put(name, list);
        } else {
            content.put(name, value);
        }
    }

    private void take() {
        if (++taken > MOST) {
            throw new MalformedXml("XML có quá " + MOST + " phần tử và thuộc tính",
                    "The XML has more than " + MOST + " elements and attributes");
        }
    }
}
