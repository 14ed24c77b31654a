package peer;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/** Passes every request on as it came. {@code java -jar peer.jar --server.port=… --backend=http://…} */
@SpringBootApplication
public class PlainCamelPeer {
    public static void main(String[] arguments) {
        SpringApplication.run(PlainCamelPeer.class, arguments);
    }

    @Bean
    ServletRegistrationBean<CamelHttpTransportServlet> servlet() {
        var servlet = new ServletRegistrationBean<>(new CamelHttpTransportServlet(), "/*");
        servlet.setName("CamelServlet");
        return servlet;
    }

    /** Connections enough for all callers: the default of 20 a host would measure the pool. */
    @Bean
    RouteBuilder everything(@Value("${backend}") String backend) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("servlet:/?matchOnUriPrefix=true").to(backend
                        + "?bridgeEndpoint=true&throwExceptionOnFailure=false&connectionsPerRoute=4000&maxTotalConnections=4000");
            }
        };
    }
}
