package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.Socket;

import javax.net.ssl.SSLSocket;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

import vn.lgsp.gateway.connector.Destination;

/**
 * The HTTP client under camel-http for a destination that is shown our keys. Each call has a connection of its own, opened
 * with the keys of that moment: what passes so is documents, beside which a handshake is nothing.
 */
final class KeyedClient implements HttpClientConfigurer {
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final int CONNECTIONS = 2000;

    private final HttpClientConfigurer usual;
    private final Keys keys;
    private final Destination destination;

    KeyedClient(HttpClientConfigurer usual, Keys keys, Destination destination) {
        this.usual = usual;
        this.keys = keys;
        this.destination = destination;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        usual.configureHttpClient(client);
        client.setConnectionManager(connections()).setConnectionReuseStrategy((request, response, context) -> false);
    }

    private HttpClientConnectionManager connections() {
        return PoolingHttpClientConnectionManagerBuilder.create().setTlsSocketStrategy(this::secured)
                .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(CONNECT).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(CONNECT).setSocketTimeout(
                        Timeout.of(destination.timeout())).build())
                .setMaxConnTotal(CONNECTIONS).setMaxConnPerRoute(CONNECTIONS).build();
    }

    private SSLSocket secured(Socket socket, String target, int port, Object attachment, HttpContext context)
            throws IOException {
        var bundle = keys.of(destination).orElseThrow();
        return new DefaultClientTlsStrategy(bundle.createSslContext()).upgrade(socket, target, port,
                attachment, context);
    }
}
