package vn.lgsp.gateway.connector;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Min;

/**
 * How far one rule or mapping may go before it is stopped. They are one for the whole process: rules are compiled long
 * before anybody can be asked.
 *
 * @param time it may run
 * @param depth of nested steps: a function that calls itself for ever goes deeper
 * @param items in one list it makes on its way
 * @param text characters in one text it makes on its way
 */
@Validated
@ConfigurationProperties("gateway.mapping")
public record MappingLimits(@DefaultValue("2s") Duration time, @DefaultValue("500") @Min(50) int depth,
        @DefaultValue("1000000") @Min(1000) int items, @DefaultValue("64MB") DataSize text) {

    private static volatile MappingLimits current = new MappingLimits(Duration.ofSeconds(2), 500, 1_000_000, DataSize
            .ofMegabytes(64));

    public static MappingLimits current() {
        return current;
    }

    /** From now on, for every evaluation that begins. */
    public void apply() {
        current = this;
    }
}
