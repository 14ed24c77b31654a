package vn.lgsp.gateway.caller;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param file who may call, see {@code config/callers.yaml} */
@Validated
@ConfigurationProperties("gateway.caller")
public record CallerSettings(@DefaultValue("config/callers.yaml") Path file) {}
