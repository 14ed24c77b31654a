package vn.lgsp.gateway.ops;

import java.util.List;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.delivery.Breakers;
import vn.lgsp.gateway.delivery.Replays;
import vn.lgsp.gateway.delivery.Routes;

/** What operators see of connectors and routes, and do with transactions: the other rooms' doors, as this one asks for them. */
@Configuration(proxyBeanMethods = false)
class OtherRooms {

    @Bean
    ServiceHealth serviceHealth(Routes routes, Breakers breakers, Catalogue catalogue) {
        return id -> new ServiceHealth.State(routes.state(id), catalogue.service(id)
                .map(service -> breakers.state(service.call().destination()).breaker().name()).orElse("CLOSED"));
    }

    @Bean
    Replay replay(Replays replays) {
        return (id, who, reason) -> replays.replay(id);
    }

    @Bean
    Inventory inventory(Loaded loaded) {
        return new Inventory() {
            @Override
            public Catalogue catalogue() {
                return loaded.catalogue();
            }

            @Override
            public List<Fault> faults() {
                return loaded.faults().entrySet().stream().flatMap(folder -> folder.getValue().stream()
                        .map(fault -> new Fault(folder.getKey(), fault.place().toString(), fault.message()))).toList();
            }
        };
    }
}
