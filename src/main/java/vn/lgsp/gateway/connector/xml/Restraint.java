package vn.lgsp.gateway.connector.xml;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import javax.xml.transform.Source;

import org.jspecify.annotations.Nullable;

import net.sf.saxon.expr.Assignation;
import net.sf.saxon.expr.Expression;
import net.sf.saxon.expr.FilterExpression;
import net.sf.saxon.expr.Literal;
import net.sf.saxon.expr.SlashExpression;
import net.sf.saxon.expr.XPathContext;
import net.sf.saxon.expr.instruct.ForEach;
import net.sf.saxon.expr.instruct.TraceExpression;
import net.sf.saxon.expr.parser.ExpressionTool;
import net.sf.saxon.functions.hof.UserFunctionReference;
import net.sf.saxon.lib.EnvironmentVariableResolver;
import net.sf.saxon.lib.Feature;
import net.sf.saxon.lib.TraceListener;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.Xslt30Transformer;
import net.sf.saxon.s9api.XsltCompiler;
import net.sf.saxon.trace.Traceable;
import net.sf.saxon.trace.XSLTTraceCodeInjector;
import net.sf.saxon.trans.UncheckedXPathException;
import net.sf.saxon.trans.XPathException;

/** Keeps stylesheets from reaching anything outside, and from running for ever or writing without end. */
final class Restraint {
    static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int LARGEST = 64 << 20;
    private static final int STEPS_BETWEEN_LOOKS = 256;

    private final Processor processor = processor();

    private static Processor processor() {
        var processor = new Processor(false);
        processor.setConfigurationProperty(Feature.ALLOW_EXTERNAL_FUNCTIONS, false);
        processor.setConfigurationProperty(Feature.DISABLE_XSL_EVALUATE, true);
        processor.setConfigurationProperty(Feature.ALLOWED_PROTOCOLS, "");
        processor.setConfigurationProperty(Feature.ENVIRONMENT_VARIABLE_RESOLVER, new Nothing());
        var configuration = processor.getUnderlyingConfiguration();
        configuration.setResourceResolver(_ -> outside());
        configuration.setUnparsedTextURIResolver((_, _, _) -> {
            throw new XPathException("nothing outside can be read");
        });
        configuration.setCollectionFinder((_, _) -> {
            throw new XPathException("nothing outside can be read");
        });
        configuration.setErrorReporterFactory(_ -> _ -> {
            // what is wrong with a stylesheet is told by whoever compiles it
        });
        return processor;
    }

    private static Source outside() throws XPathException {
        throw new XPathException("nothing outside can be read");
    }

    /** There are no environment variables. */
    private static final class Nothing implements EnvironmentVariableResolver {
        @Override
        public Set<String> getAvailableEnvironmentVariables() {
            return Set.of();
        }

        @Override
        public @Nullable String getEnvironmentVariable(String name) {
            return null;
        }
    }

    XsltCompiler compiler() {
        var compiler = processor.newXsltCompiler();
        compiler.setResourceResolver(_ -> outside());
        compiler.setJustInTimeCompilation(false);
        compiler.getUnderlyingCompilerInfo().setCodeInjector(new Looks());
        return compiler;
    }

    /** Puts a look at the clock around every instruction, and around whatever is done for each of several items. */
    private static final class Looks extends XSLTTraceCodeInjector {
        /** What a function item does is not in sight of those who look for instructions. */
        @Override
        public Expression inject(Expression expression) {
            if (expression instanceof UserFunctionReference reference && reference.getNominalTarget() != null
                    && reference.getNominalTarget().getBody() != null) {
                var function = reference.getNominalTarget();
                if (!(function.getBody() instanceof TraceExpression)) {
                    function.setBody(new TraceExpression(ExpressionTool.injectCode(function.getBody(), this)));
                }
            }
            return super.inject(expression);
        }

        @Override
        protected boolean isApplicable(Expression expression) {
            return super.isApplicable(expression) || repeated(expression);
        }

        @SuppressWarnings("ReferenceEquality") // that very operand, not one like it
        private static boolean repeated(Expression expression) {
            var parent = expression.getParentExpression();
            return !(expression instanceof TraceExpression) && !Literal.isEmptySequence(expression)
                    && (parent instanceof Assignation loop && loop.getAction() == expression
                            || parent instanceof ForEach each && each.getActionExpression() == expression
                            || parent instanceof SlashExpression path && path.getActionExpression() == expression
                            || parent instanceof FilterExpression filter && filter.getFilter() == expression);
        }
    }

    static Bounds bounds(Duration longest) {
        return new Bounds(longest);
    }

    /** What one transformation may take. */
    static final class Bounds implements TraceListener {
        private final long end;
        private int steps;
        private boolean exceeded;

        private Bounds(Duration longest) {
            this.end = System.nanoTime() + longest.toNanos();
        }

        void guard(Xslt30Transformer transformer) {
            transformer.setTraceListener(this);
            transformer.setErrorReporter(_ -> {
                // it would quote the document on the console
            });
            transformer.setMessageHandler(_ -> {
                // it might quote the document
            });
        }

        @Override
        public void enter(Traceable instruction, Map<String, Object> properties, XPathContext context) {
            if (++steps % STEPS_BETWEEN_LOOKS == 0 && System.nanoTime() > end) {
                exceeded = true;
                throw new UncheckedXPathException(new XPathException("stopped"));
            }
        }

        /** It ended by itself, or because it was told to. */
        boolean exceeded() {
            return exceeded;
        }

        Writer bounded(Writer out) {
            return new Writer() {
                private int written;

                @Override
                public void write(char[] text, int from, int length) throws IOException {
                    written += length;
                    if (written > LARGEST) {
                        exceeded = true;
                        throw new IOException("too large");
                    }
                    out.write(text, from, length);
                }

                @Override
                public void flush() {
                    // a text in memory
                }

                @Override
                public void close() {
                    // a text in memory
                }
            };
        }
    }
}
