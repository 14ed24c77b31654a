package vn.lgsp.gateway.delivery;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HTTP client under camel-http, without the habits that repeat, follow or remember anything by themselves. */
@Configuration(proxyBeanMethods = false)
class HttpTransport {
    private static final int CONNECTIONS = 2000;

    /** Apache's client re-sends on 429, 503 and I/O errors unless told not to: only the delivery queue retries. */
    @Bean
    HttpClientConfigurer httpClient() {
        return builder -> builder.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement()
                .disableAuthCaching().disableDefaultUserAgent();
    }

    /** How many calls a destination gets at once is the courier's business, not the pool's. */
    @Bean
    HttpComponent http() {
        return sized(new HttpComponent());
    }

    @Bean
    HttpComponent https() {
        return sized(new HttpComponent());
    }

    private static HttpComponent sized(HttpComponent component) {
        component.setMaxTotalConnections(CONNECTIONS);
        component.setConnectionsPerRoute(CONNECTIONS);
        return component;
    }
}
