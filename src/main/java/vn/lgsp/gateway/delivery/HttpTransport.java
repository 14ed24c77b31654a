package vn.lgsp.gateway.delivery;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HTTP client under camel-http, without the habits that repeat, follow or remember anything by themselves. */
@Configuration(proxyBeanMethods = false)
class HttpTransport {
    private static final int CONNECTIONS = 2000;
    private static final TimeValue RESTED = TimeValue.ofMilliseconds(100);

    /** Apache's client re-sends on 429, 503 and I/O errors unless told not to: only the delivery queue retries. */
    @Bean
    HttpClientConfigurer httpClient(Reach reach) {
        return builder -> builder.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement()
                .disableAuthCaching().disableDefaultUserAgent()
                .addExecInterceptorLast("abandonable", Abandonable::step)
                .setRequestExecutor(reach.executor());
    }

    /** How many calls a destination gets at once is the courier's business, not the pool's. */
    @Bean
    HttpComponent http() {
        return sized(new Component());
    }

    @Bean
    HttpComponent https() {
        return sized(new Component());
    }

    /**
     * Looks at a connection that has rested before it sends on it: a provider that was started anew has closed it, and a
     * write sent into a closed connection would be one of unknown outcome.
     */
    private static final class Component extends HttpComponent {
        @Override
        protected HttpClientConnectionManager createConnectionManager(TlsSocketStrategy tls, int total, int perRoute,
                SocketConfig sockets) {
            var manager = super.createConnectionManager(tls, total, perRoute, sockets);
            if (manager instanceof PoolingHttpClientConnectionManager pool) {
                pool.setDefaultConnectionConfig(ConnectionConfig.custom().setValidateAfterInactivity(RESTED).build());
            }
            return manager;
        }
    }

    private static HttpComponent sized(HttpComponent component) {
        component.setMaxTotalConnections(CONNECTIONS);
        component.setConnectionsPerRoute(CONNECTIONS);
        return component;
    }
}
