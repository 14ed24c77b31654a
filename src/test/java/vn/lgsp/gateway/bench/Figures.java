package vn.lgsp.gateway.bench;

/**
 * What one load came to; times in milliseconds.
 *
 * @param failed ended otherwise than expected, or not at all
 */
record Figures(long done, long failed, double perSecond, double p50, double p95, double p99, double most) {
    @Override
    public String toString() {
        return "%,d done, %d failed, %,.0f/s, p50 %.2f ms, p99 %.2f ms, most %.1f ms".formatted(done, failed, perSecond,
                p50, p99, most);
    }
}
