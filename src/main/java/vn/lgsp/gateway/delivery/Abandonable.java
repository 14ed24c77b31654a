package vn.lgsp.gateway.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/**
 * An answer that may be let go before its end, together with its connection: Apache's client would read the rest of it
 * first, however long it is.
 */
final class Abandonable extends HttpEntityWrapper {
    private final ExecRuntime connection;
    private @Nullable Content content;

    private Abandonable(HttpEntity entity, ExecRuntime connection) {
        super(entity);
        this.connection = connection;
    }

    /** A step of the client's chain. */
    static ClassicHttpResponse step(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        var response = chain.proceed(request, scope);
        var entity = response.getEntity();
        if (entity != null && entity.isStreaming()) {
            response.setEntity(new Abandonable(entity, scope.execRuntime));
        }
        return response;
    }

    @Override
    public InputStream getContent() throws IOException {
        var known = content;
        if (known == null) {
            known = new Content(super.getContent());
            content = known;
        }
        return known;
    }

    @Override
    public void close() throws IOException {
        getContent().close();
    }

    private final class Content extends FilterInputStream {
        private boolean ended;

        Content(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            var one = super.read();
            ended |= one < 0;
            return one;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            var read = super.read(into, from, length);
            ended |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                super.close();
            } else {
                ended = true;
                connection.discardEndpoint();
            }
        }
    }
}
