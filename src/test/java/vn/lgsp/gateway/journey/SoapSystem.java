package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

import vn.lgsp.gateway.journey.OneStopClient.Reply;

/** A system that speaks SOAP only: plain HTTP, and Xerces holding each message against the schemas of the WSDL. */
public final class SoapSystem {
    static final String SOAP_1_1 = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String SOAP_1_2 = "http://www.w3.org/2003/05/soap-envelope";
    private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";

    private final OneStopClient http;
    private final String connector;
    private final byte[] wsdl;
    private final Schema schema;

    public SoapSystem(OneStopClient http, String connector) {
        this.http = http;
        this.connector = connector;
        var told = http.get("/soap/" + connector + "?wsdl");
        assertThat(told.status()).as(told.toString()).isEqualTo(200);
        this.wsdl = told.bytes();
        this.schema = schema(document(wsdl));
    }

    /** @param body the first element of the Body, or the Fault */
    public record Answer(int status, String version, Element body, Reply http) {
        public String text(String name) {
            return SoapSystem.text(body, name);
        }

        public List<String> texts(String name) {
            return SoapSystem.texts(body, name);
        }
    }

    public byte[] wsdl() {
        return wsdl;
    }

    /** The operations the WSDL names. */
    public List<String> operations() {
        var type = (Element) document(wsdl).getElementsByTagNameNS(WSDL, "portType").item(0);
        return elements(type, WSDL, "operation").map(one -> one.getAttribute("name")).toList();
    }

    /** Sends what fits the schema. */
    public Answer call(String body, String... headers) {
        valid(new StreamSource(new StringReader(body)));
        return send(SOAP_1_1, "", body, headers);
    }

    /** Sends anything; what comes back is held against the schema. */
    public Answer send(String version, String header, String body, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        if (!all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", version.equals(SOAP_1_2) ? "application/soap+xml" : "text/xml"));
        }
        return read(http.send("POST", "/soap/" + connector,
                ("<e:Envelope xmlns:e=\"" + version + "\"><e:Header>" + header
                        + "</e:Header><e:Body>" + body + "</e:Body></e:Envelope>").getBytes(StandardCharsets.UTF_8),
                all.toArray(
                        String[]::new)));
    }

    private Answer read(Reply reply) {
        assertThat(reply.header("Content-Type")).as(reply.toString()).contains("xml");
        var envelope = document(reply.bytes()).getDocumentElement();
        var version = envelope.getNamespaceURI();
        assertThat(version).isIn(SOAP_1_1, SOAP_1_2);
        var body = first((Element) envelope.getElementsByTagNameNS(version, "Body").item(0));
        var held = body.getLocalName().equals("Fault") ? first(last(body)) : body;
        valid(new DOMSource(held));
        return new Answer(reply.status(), version, body, reply);
    }

    /** Throws where Xerces finds anything to complain about. */
    public void valid(Source element) {
        try {
            schema.newValidator().validate(element);
        } catch (SAXException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Schema schema(Document wsdl) {
        var found = elements(wsdl.getDocumentElement(), XMLConstants.W3C_XML_SCHEMA_NS_URI, "schema").map(
                DOMSource::new).toArray(Source[]::new);
        try {
            return SchemaFactory.newDefaultInstance().newSchema(found);
        } catch (SAXException e) {
            throw new AssertionError(e);
        }
    }

    static Document document(byte[] bytes) {
        try {
            var factory = DocumentBuilderFactory.newDefaultNSInstance();
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(new String(bytes, StandardCharsets.UTF_8), e);
        }
    }

    private static Stream<Element> elements(Element within, String namespace, String name) {
        var found = within.getElementsByTagNameNS(namespace, name);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast);
    }

    private static Element first(Element within) {
        for (Node node = within.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                return element;
            }
        }
        throw new AssertionError(within.getNodeName() + " is empty");
    }

    /** Of a Fault: its detail. */
    private static Element last(Element within) {
        for (Node node = within.getLastChild(); node != null; node = node.getPreviousSibling()) {
            if (node instanceof Element element) {
                return element;
            }
        }
        throw new AssertionError(within.getNodeName() + " is empty");
    }

    static String text(Element within, String name) {
        return texts(within, name).getFirst();
    }

    static List<String> texts(Element within, String name) {
        return elements(within, "*", name).map(Element::getTextContent).toList();
    }
}
