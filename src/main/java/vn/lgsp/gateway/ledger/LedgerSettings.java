package vn.lgsp.gateway.ledger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Settings of the ledger.
 *
 * @param data directory for the embedded database and the generated keys
 * @param port port of the embedded database; 0 takes a free one
 * @param writers group-commit writers; large batches are written one after the other, and with one writer alone everybody
 *        waits when its batch waits for a lock
 * @param batch requests committed together, at the most
 * @param waiting requests waiting for a commit, at the most; above it the answer is 503
 * @param patience how long a request waits for its commit before it is given up, and a quarter longer if that has begun;
 *        a caller learns within about a second that nothing was recorded
 * @param persistence how long what was done already is tried to be written: losing it makes an inquiry or an operator
 * @param payloadKey base64 of 32 bytes that encrypts payloads; generated in {@code data} when absent
 * @param node this process's name in attempts and leases; the machine's name when absent
 */
@Validated
@ConfigurationProperties("gateway.ledger")
public record LedgerSettings(@DefaultValue("data") Path data, @DefaultValue("0") int port,
        @DefaultValue("2") @Min(1) @Max(16) int writers, @DefaultValue("512") @Min(1) int batch,
        @DefaultValue("5000") @Min(1) int waiting, @DefaultValue("700ms") Duration patience,
        @DefaultValue("10s") Duration persistence, @Nullable String payloadKey, @Nullable String node) {

    /** The node's name, in any case. */
    public String nodeName() {
        return node == null || node.isBlank() ? machine() : node;
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
