package vn.lgsp.gateway.ledger;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Pattern;

/**
 * When the ledger is counted again by itself.
 *
 * @param at time of the day in Vietnam
 */
@Validated
@ConfigurationProperties("gateway.ledger.recount")
public record RecountSettings(@DefaultValue("02:30") @Pattern(regexp = "([01]\\d|2[0-3]):[0-5]\\d") String at) {}
