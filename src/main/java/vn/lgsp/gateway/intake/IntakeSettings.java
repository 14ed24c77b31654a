package vn.lgsp.gateway.intake;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Min;

/**
 * Settings of the way in.
 *
 * @param inFlight requests worked on at the same time; above it the answer is 503 with {@code Retry-After}
 * @param cached memory that replies of cacheable reads may take
 * @param stale how long beyond its time a cached reply may stand in for a provider that does not answer
 * @param port of the data API
 * @param host the address it listens on
 * @param sslBundle name of a {@code spring.ssl.bundle} whose key the door shows; without one it speaks plain HTTP
 * @param connections open at the same time, at the most
 * @param patience with a caller: for a whole head, for the next piece of a body, and for taking the next piece of an
 *        answer
 * @param batch how much may be sent in one call
 * @param notice how long a stopping gateway goes on taking requests, so that load balancers notice it first
 * @param drain how long it then waits for the answers to those it has taken
 */
@Validated
@ConfigurationProperties("gateway.intake")
public record IntakeSettings(@DefaultValue("4000") @Min(1) int inFlight, @DefaultValue("64MB") DataSize cached,
        @DefaultValue("7d") Duration stale, @DefaultValue("8080") int port, @DefaultValue("0.0.0.0") String host,
        @Nullable String sslBundle, @DefaultValue("10000") @Min(1) int connections,
        @DefaultValue("20s") Duration patience, @DefaultValue("2s") Duration notice,
        @DefaultValue("20s") Duration drain, @DefaultValue Batch batch) {

    /**
     * @param items in one batch, at the most
     * @param size of its body, at the most
     * @param atOnce batches worked on at the same time; the next one is told to come again
     */
    public record Batch(@DefaultValue("1000") @Min(1) int items, @DefaultValue("20MB") DataSize size,
            @DefaultValue("4") @Min(1) int atOnce) {}
}
