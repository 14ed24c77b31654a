package vn.lgsp.gateway.connector.xml;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import javax.xml.XMLConstants;

import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Signatures;

/** Finds elements in a document, and names them so that a signature can refer to them. */
public final class XmlPlaces {
    private static final SecureRandom RANDOM = new SecureRandom();

    private XmlPlaces() {}

    /**
     * The one element these local names lead to, whatever their namespaces.
     *
     * @param path from the root on; none: the root
     * @throws MappingFailed where there is none, or more than one
     */
    public static Element element(Document document, List<String> path) {
        Node here = path.isEmpty() ? document.getDocumentElement() : document;
        for (var name : path) {
            var found = children(here, name);
            if (found.size() != 1) {
                throw new MappingFailed("it cannot be signed: there " + (found.isEmpty()
                        ? "is no element"
                        : "are " + found.size() + " elements") + " `/" + String.join("/", path)
                        + "` in what the mapping made" + (path.indexOf(name) == path.size() - 1
                                ? ""
                                : ": see `" + name + "`"));
            }
            here = found.getFirst();
        }
        return (Element) here;
    }

    /**
     * Looks whether a body has the places its signature is declared for.
     *
     * @throws MappingFailed where it has not
     */
    public static void check(Signatures.Enveloped declared, byte[] body) {
        var document = XmlTree.read(body);
        element(document, declared.at());
        var signed = element(document, declared.signs());
        if (!declared.signs().isEmpty()) {
            id(signed, declared.id());
        }
    }

    /** Elements of this local name right below another. */
    public static List<Element> children(Node parent, String name) {
        var found = new ArrayList<Element>();
        for (var child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }

    /** One is the other, or somewhere below it. */
    public static boolean within(Node inner, Node outer) {
        for (Node here = inner; here != null; here = here.getParentNode()) {
            if (here.isSameNode(outer)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The value of an element's Id attribute, by which references find it; one without gets one.
     *
     * @throws MappingFailed where another element has the same: a reader might take that for the signed one
     */
    public static String id(Element element, String attribute) {
        var stated = element.getAttributeNode(attribute);
        var own = stated == null || stated.getValue().isBlank() ? given(element, attribute) : stated;
        element.setIdAttributeNode(own, true);
        var others = bearers(element.getOwnerDocument(), own) - 1;
        if (others > 0) {
            throw new MappingFailed("it cannot be signed: " + (others + 1) + " elements have the same `" + attribute
                    + "`, and a reference to it could mean any of them");
        }
        return own.getValue();
    }

    private static Attr given(Element element, String attribute) {
        var colon = attribute.indexOf(':');
        if (colon < 0) {
            element.setAttribute(attribute, fresh());
        } else {
            var prefix = attribute.substring(0, colon);
            var namespace = prefix.equals("xml")
                    ? XMLConstants.XML_NS_URI
                    : element.lookupNamespaceURI(prefix);
            if (namespace == null) {
                throw new MappingFailed("it cannot be signed: the prefix of `" + attribute + "` is not declared at `"
                        + element.getNodeName() + "`");
            }
            element.setAttributeNS(namespace, attribute, fresh());
        }
        return element.getAttributeNode(attribute);
    }

    /** A name nobody else has. */
    private static String fresh() {
        return "id-" + HexFormat.of().formatHex(random(16));
    }

    /** So many bytes nobody can foresee. */
    public static byte[] random(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    /** Elements that have this value in an attribute that may be an Id. */
    private static int bearers(Document document, Attr own) {
        var count = 0;
        for (Node here = document.getDocumentElement(); here != null; here = next(here, document)) {
            if (here instanceof Element element && bears(element, own)) {
                count++;
            }
        }
        return count;
    }

    private static boolean bears(Element element, Attr own) {
        var attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            var one = attributes.item(i);
            if (own.getValue().equals(one.getNodeValue()) && ("id".equalsIgnoreCase(one.getLocalName()) || one
                    .getNodeName().equals(own.getNodeName()))) {
                return true;
            }
        }
        return false;
    }

    /** The next node in the order of the document. */
    private static @org.jspecify.annotations.Nullable Node next(Node node, Node end) {
        if (node.getFirstChild() != null) {
            return node.getFirstChild();
        }
        Node here = node;
        while (here != null && !here.isSameNode(end)) {
            if (here.getNextSibling() != null) {
                return here.getNextSibling();
            }
            here = here.getParentNode();
        }
        return null;
    }
}
