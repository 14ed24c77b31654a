package vn.lgsp.gateway.connector.xml;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.Serializer;

/** A document as a tree, for those who put something into it; read under the same rules as {@link Xml}: no DTD, nothing fetched. */
public final class XmlTree {
    private static final Processor WRITER = new Processor(false);
    /** Elements within elements: who walks a tree does so by recursion. */
    private static final String DEEPEST = "500";
    private static final byte[] DECLARATION = "<?xml ".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private XmlTree() {}

    /**
     * Reads a document, with its namespaces.
     *
     * @throws MalformedXml for anything that is not well-formed, a DOCTYPE, or nesting deeper than 500
     */
    public static Document read(byte[] bytes) {
        try {
            var factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute("jdk.xml.maxElementDepth", DEEPEST);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(SILENT);
            return builder.parse(new ByteArrayInputStream(bytes));
        } catch (SAXParseException broken) {
            throw malformed(broken);
        } catch (SAXException | IOException broken) {
            throw new MalformedXml("Không phải XML hợp lệ", "Not well-formed XML");
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("every Java has it", impossible);
        }
    }

    private static MalformedXml malformed(SAXParseException broken) {
        return new MalformedXml("Không phải XML hợp lệ, hoặc lồng quá sâu (dòng " + broken.getLineNumber() + ", cột "
                + broken.getColumnNumber() + ")",
                "Not well-formed XML, or too deep (line " + broken.getLineNumber()
                        + ", column " + broken.getColumnNumber() + ")");
    }

    /** It would be written to the console, and quote the document. */
    private static final ErrorHandler SILENT = new ErrorHandler() {
        @Override
        public void warning(SAXParseException told) {
            // well-formed all the same
        }

        @Override
        public void error(SAXParseException told) throws SAXException {
            throw told;
        }

        @Override
        public void fatalError(SAXParseException told) throws SAXException {
            throw told;
        }
    };

    /**
     * Writes it in UTF-8, so that whoever reads it has the same tree again.
     *
     * @param read the bytes it was read from: where they began with an XML declaration, so does this
     */
    public static byte[] write(Document tree, byte[] read) {
        var bytes = new ByteArrayOutputStream(read.length + 4096);
        var writer = WRITER.newSerializer(bytes);
        writer.setOutputProperty(Serializer.Property.METHOD, "xml");
        writer.setOutputProperty(Serializer.Property.INDENT, "no");
        writer.setOutputProperty(Serializer.Property.ENCODING, "UTF-8");
        writer.setOutputProperty(Serializer.Property.OMIT_XML_DECLARATION, declared(read) ? "no" : "yes");
        try {
            writer.serializeNode(WRITER.newDocumentBuilder().wrap(tree));
        } catch (SaxonApiException no) {
            throw new IllegalStateException("a tree that was read cannot be written", no);
        }
        return bytes.toByteArray();
    }

    private static boolean declared(byte[] bytes) {
        return bytes.length > DECLARATION.length && java.util.Arrays.equals(bytes, 0, DECLARATION.length, DECLARATION,
                0, DECLARATION.length);
    }
}
