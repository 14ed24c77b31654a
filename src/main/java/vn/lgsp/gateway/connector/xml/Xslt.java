package vn.lgsp.gateway.connector.xml;

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import javax.xml.transform.stream.StreamSource;

import org.jspecify.annotations.Nullable;

import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmItem;
import net.sf.saxon.s9api.XdmValue;
import net.sf.saxon.s9api.XmlProcessingError;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.trans.UncheckedXPathException;
import vn.lgsp.gateway.connector.BadExpression;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.faults.Place;

/**
 * A mapping in XSLT 3. It starts at the template that matches the document: the XML itself where an XML answer is mapped,
 * else the plain values as maps and arrays. Variables are stylesheet parameters. {@code <xsl:output method="json"/>} gives
 * plain values, any other method the text of an element. It reaches nothing outside and has {@link Restraint bounds}.
 */
public final class Xslt implements Expression {
    private static final Restraint RESTRAINT = new Restraint();

    private final String file;
    private final XsltExecutable compiled;
    private final boolean json;
    private final Duration longest;

    private Xslt(String file, XsltExecutable compiled, Duration longest) {
        this.longest = longest;
        this.file = file;
        this.compiled = compiled;
        this.json = "json".equals(compiled.getUnderlyingCompiledStylesheet().getPrimarySerializationProperties()
                .getProperty("method"));
    }

    /**
     * @param file where it stands, to name it by
     * @throws BadExpression where it does not compile
     */
    public static Xslt compile(String file, String source) {
        return compile(file, source, Restraint.LONGEST);
    }

    /**
     * The same, and it may be given no other parameters than those that are bound where it stands.
     *
     * @param variables their names; another needs a value of its own
     */
    public static Xslt compile(String file, String source, Set<String> variables) {
        var sheet = compile(file, source);
        for (var parameter : sheet.compiled.getGlobalParameters().keySet()) {
            var name = parameter.getLocalName();
            var declared = Pattern
                    .compile("<[\\w.-]+:param\\s[^>]*?\\bname\\s*=\\s*[\"'](?:[\\w.-]+:)?" + Pattern.quote(name)
                            + "[\"'][^>]*>")
                    .matcher(source);
            if (!variables.contains(name) && declared.find() && declared.group().endsWith("/>") && !declared.group()
                    .contains("select")) {
                throw BadExpression.unbound(Place.of(file, source, declared.start()), name, variables);
            }
        }
        return sheet;
    }

    static Xslt compile(String file, String source, Duration longest) {
        var faults = new ArrayList<XmlProcessingError>();
        try {
            Xml.read(source); // a stylesheet has no DOCTYPE either
            var compiler = RESTRAINT.compiler();
            compiler.setErrorList(faults);
            return new Xslt(file, compiler.compile(new StreamSource(new StringReader(source), file)),
                    longest);
        } catch (MalformedXml broken) {
            throw new BadExpression(Place.of(file), broken.detail().en());
        } catch (SaxonApiException | UncheckedXPathException bad) {
            var first = faults.stream().filter(fault -> !fault.isWarning()).findFirst();
            var line = first.map(fault -> fault.getLocation().getLineNumber()).orElse(0);
            throw new BadExpression(line > 0 ? new Place(file, line, 1) : Place.of(file), first.map(
                    XmlProcessingError::getMessage).orElse(String.valueOf(bad.getMessage())));
        }
    }

    @Override
    public @Nullable Object evaluate(@Nullable Object document, Map<String, ? extends @Nullable Object> bindings) {
        var bounds = Restraint.bounds(longest);
        var text = new StringWriter();
        try {
            var transformer = compiled.load30();
            bounds.guard(transformer);
            transformer.setStylesheetParameters(parameters(bindings));
            var input = input(document);
            if (input instanceof XdmItem item) {
                transformer.setGlobalContextItem(item);
            }
            transformer.applyTemplates(input, compiled.getProcessor().newSerializer(bounds.bounded(text)));
            return json ? Json.read(text.toString().getBytes(StandardCharsets.UTF_8)) : element(text.toString());
        } catch (MalformedJson notJson) {
            throw new MappingFailed(file + ": its result is no JSON: " + notJson.detail().en());
        } catch (SaxonApiException | RuntimeException | StackOverflowError failed) {
            throw new MappingFailed(bounds.exceeded()
                    ? file + ": ran for too long or wrote too much, and was stopped"
                    : file + ": " + cause(failed));
        }
    }

    /** The engine's code and where it happened, without the values it would quote. */
    private static String cause(Throwable failed) {
        return failed instanceof SaxonApiException fault
                ? (fault.getErrorCode() == null ? "failed" : fault.getErrorCode().getLocalName()) + (fault
                        .getLineNumber() > 0 ? " in line " + fault.getLineNumber() : "")
                : failed.getClass().getSimpleName();
    }

    private static String element(String text) {
        return text.startsWith("<?xml") ? text.substring(text.indexOf("?>") + 2).strip() : text;
    }

    private XdmValue input(@Nullable Object document) throws SaxonApiException {
        return document instanceof XmlDocument xml
                ? compiled.getProcessor().newDocumentBuilder().build(xml.source())
                : Xdm.of(document == null ? Map.of() : document);
    }

    private Map<QName, XdmValue> parameters(Map<String, ? extends @Nullable Object> bindings) {
        var parameters = new HashMap<QName, XdmValue>();
        for (var declared : compiled.getGlobalParameters().keySet()) {
            if (bindings.containsKey(declared.getLocalName())) {
                parameters.put(declared, Xdm.of(bindings.get(declared.getLocalName())));
            }
        }
        return parameters;
    }

    /** Names alone. */
    @Override
    public String toString() {
        return file;
    }
}
