package vn.lgsp.gateway.ledger;

import java.time.Duration;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long the ledger keeps what nobody needs for ever.
 *
 * @param replays replays and what came of each of their items, from their end on; the transactions they made stay
 */
@Validated
@ConfigurationProperties("gateway.ledger.retention")
public record RetentionSettings(@DefaultValue("90d") @DurationMin(days = 1) Duration replays) {}
