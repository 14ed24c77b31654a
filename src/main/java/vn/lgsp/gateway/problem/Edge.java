package vn.lgsp.gateway.problem;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What the server does with requests that are broken below the level of our doors. */
@Configuration(proxyBeanMethods = false)
class Edge {
    /** Far above what a header of 8 kB can hold: too many languages are no reason to fail. */
    private static final int LANGUAGES = 10_000;

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> brokenRequests() {
        return server -> {
            server.addConnectorCustomizers(connector -> connector.setMaxLocaleCount(LANGUAGES));
            server.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(EdgeFaults.class.getName());
                }
            });
        };
    }
}
