package vn.lgsp.gateway.connector.folder;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.MappingLimits;
import vn.lgsp.gateway.connector.Operations;
import vn.lgsp.gateway.connector.OwnContract;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.Serving;

/** Reads the connectors at start: the {@link Catalogue} for everybody, the faults for log and health. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ ConnectorSettings.class, MappingLimits.class })
class ConnectorConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectorConfiguration.class);

    @Bean
    Loaded loadedConnectors(ConnectorSettings settings, MappingLimits limits, Environment environment) {
        limits.apply();
        var loaded = Files.isDirectory(settings.directory())
                ? new ConnectorLoader(settings, environment::getProperty).load()
                : new Loaded(Catalogue.of(List.of()), Map.of());
        loaded.faults().values().forEach(faults -> faults.forEach(fault -> LOG.error("connector.fault {}", fault)));
        if (loaded.catalogue().connectors().isEmpty()) {
            LOG.error("connectors.none directory={}: only what the database keeps can be served", settings.directory());
        }
        LOG.info("connectors.read good={} services={} faulty={}", loaded.catalogue().connectors().keySet(),
                loaded.catalogue().services().size(), loaded.faults().keySet());
        return loaded;
    }

    @Bean
    Serving catalogue(Loaded loadedConnectors, Operations operations) {
        return new Serving(loadedConnectors.catalogue(), operations);
    }

    /** {@code gateway.openapi.yaml}; a gateway without that file only describes its connectors. */
    @Bean
    OwnContract ownContract(ConnectorSettings settings) {
        var faults = new Faults();
        var contract = Contract.read(settings.contracts(), "gateway", "/api", faults);
        faults.list().forEach(fault -> LOG.error("contract.fault {}", fault));
        return new OwnContract(WholeContract.of(settings.contracts(), settings.contracts(), contract.document()));
    }

    @Bean
    Operations operations(Loaded loadedConnectors) {
        return Operations.of(loadedConnectors.catalogue());
    }
}
