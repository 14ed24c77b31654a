package vn.lgsp.gateway.swap;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param poll time between two looks at folders, callers and what other nodes serve */
@Validated
@ConfigurationProperties("gateway.swap")
public record SwapSettings(@DefaultValue("2s") Duration poll) {}
