package vn.lgsp.gateway.connector.xml;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Format;

/** A SOAP message from a stranger: its header at once, its body only when it is asked for. */
public final class Envelope {
    static final String SOAP_1_1 = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String SOAP_1_2 = "http://www.w3.org/2003/05/soap-envelope";

    private final XMLStreamReader parser;
    private final XmlReader reader;
    private final Optional<Format.Kind> version;
    private final Map<?, ?> header;

    private Envelope(XMLStreamReader parser) throws XMLStreamException {
        this.parser = parser;
        this.reader = new XmlReader(parser);
        if (!next() || !parser.getLocalName().equals("Envelope")) {
            throw none();
        }
        this.version = switch (parser.getNamespaceURI()) {
            case SOAP_1_1 -> Optional.of(Format.Kind.SOAP_1_1);
            case SOAP_1_2 -> Optional.of(Format.Kind.SOAP_1_2);
            case null, default -> Optional.empty();
        };
        Map<?, ?> found = Map.of();
        if (next() && parser.getLocalName().equals("Header")) {
            found = reader.element(2) instanceof Map<?, ?> map ? map : Map.of();
            next();
        }
        this.header = found;
    }

    /**
     * Reads as far as the body.
     *
     * @throws MalformedXml as {@link Xml#read(byte[])}, and for what is no envelope
     */
    public static Envelope open(InputStream message) {
        return Xml.wellFormed(() -> new Envelope(Xml.reader(message)));
    }

    /** Steps to the next element that begins here; false where one ends before. */
    private boolean next() throws XMLStreamException {
        while (parser.hasNext()) {
            switch (parser.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return false;
                }
                case XMLStreamConstants.DTD -> throw new MalformedXml("XML không được có DOCTYPE",
                        "The XML must not have a DOCTYPE");
                default -> {
                    // comments and white space say nothing
                }
            }
        }
        return false;
    }

    private static MalformedXml none() {
        return new MalformedXml("Không phải phong bì SOAP", "No SOAP envelope");
    }

    /** Nothing for an envelope of no version known. */
    public Optional<Format.Kind> version() {
        return version;
    }

    /** The header's elements, without their prefixes; an element that comes twice is a list. */
    public Map<?, ?> header() {
        return header;
    }

    /** Elements of the header that whoever reads it must understand. */
    public List<String> musts() {
        return header.entrySet().stream().filter(one -> must(one.getValue())).map(one -> String.valueOf(one.getKey()))
                .toList();
    }

    private static boolean must(@Nullable Object element) {
        return switch (element) {
            case List<?> several -> several.stream().anyMatch(Envelope::must);
            case Map<?, ?> map -> "1".equals(map.get("@mustUnderstand")) || "true".equals(map.get("@mustUnderstand"));
            case null, default -> false;
        };
    }

    /**
     * What the body holds: {@code {name: value}} of its first element, or nothing.
     *
     * @throws MalformedXml as {@link Xml#read(byte[])}, and where there is no body
     */
    public Map<String, @Nullable Object> body() {
        return Xml.wellFormed(() -> {
            if (!parser.isStartElement() || !parser.getLocalName().equals("Body")) {
                throw none();
            }
            var body = new LinkedHashMap<String, @Nullable Object>();
            while (next()) {
                body.putIfAbsent(parser.getLocalName(), reader.element(3));
            }
            while (parser.hasNext()) {
                parser.next();
            }
            return body;
        });
    }
}
