package vn.lgsp.gateway.delivery;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Min;

/**
 * Settings of the delivery queue.
 *
 * @param poll how often each destination's due work is looked for; new work of this node does not wait for it
 * @param batch work taken at a time, at the most
 * @param drain how long a stopping gateway waits for calls in flight, from when it is told to stop: while the door closes,
 *        it passes too, but for the last quarter
 * @param settles how long after its answer was lost a call may still take effect: a provider that does not know of it before
 *        has not said that nothing happened
 */
@Validated
@ConfigurationProperties("gateway.delivery")
public record QueueSettings(@DefaultValue("500ms") Duration poll, @DefaultValue("1000") @Min(1) int batch,
        @DefaultValue("20s") Duration drain, @DefaultValue("60s") Duration settles) {}
