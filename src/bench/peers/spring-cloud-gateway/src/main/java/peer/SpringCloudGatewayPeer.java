package peer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;

/** Passes every request on as it came. {@code java -jar peer.jar --server.port=… --backend=http://…} */
@SpringBootApplication
public class SpringCloudGatewayPeer {
    public static void main(String[] arguments) {
        SpringApplication.run(SpringCloudGatewayPeer.class, arguments);
    }

    @Bean
    RouteLocator everything(RouteLocatorBuilder routes, @org.springframework.beans.factory.annotation.Value("${backend}") String backend) {
        return routes.routes().route("everything", route -> route.path("/**").uri(backend)).build();
    }
}
