package vn.lgsp.gateway.swap;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Min;

/**
 * How changes are noticed and how far back a way leads.
 *
 * @param poll time between two looks at folders, callers and what other nodes serve
 * @param kept versions of each connector that stay, however old they are
 * @param keptFor how long older ones stay after they were served last
 */
@Validated
@ConfigurationProperties("gateway.swap")
public record SwapSettings(@DefaultValue("2s") Duration poll, @DefaultValue("20") @Min(1) int kept,
        @DefaultValue("90d") Duration keptFor) {}
