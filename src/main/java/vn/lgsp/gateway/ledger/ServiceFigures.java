package vn.lgsp.gateway.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How one service fares: outcomes of a period, speed of late, work that waits.
 *
 * @param delivered transactions delivered in the period, from the counters
 * @param failed transactions of the period that ended REJECTED, UNKNOWN, EXHAUSTED or EXPIRED
 * @param p95Ms 95th percentile of the newest attempts' durations; absent when there was none
 * @param sampled how many attempts that percentile was taken from
 * @param backlog transactions in the delivery queue
 * @param parked those of them that wait without spending attempts
 * @param oldestWaiting when the oldest of them was received
 */
public record ServiceFigures(String service, long delivered, long failed, @Nullable Integer p95Ms, long sampled,
        long backlog, long parked, @Nullable Instant oldestWaiting) {}
