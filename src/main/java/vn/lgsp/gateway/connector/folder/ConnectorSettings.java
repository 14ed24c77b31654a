package vn.lgsp.gateway.connector.folder;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.NotNull;

/**
 * Where declarations are found, relative to the working directory.
 *
 * @param directory one folder a connector
 * @param contracts one OpenAPI file a connector
 * @param schema JSON Schema of connector.yaml
 */
@Validated
@ConfigurationProperties("gateway.connectors")
public record ConnectorSettings(@NotNull @DefaultValue("config/connectors") Path directory,
        @NotNull @DefaultValue("contracts") Path contracts,
        @NotNull @DefaultValue("config/connector.schema.json") Path schema) {}
