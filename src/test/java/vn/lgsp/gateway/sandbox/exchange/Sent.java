package vn.lgsp.gateway.sandbox.exchange;

import java.util.List;

/**
 * A document the exchange took.
 *
 * @param times how often it came: 1 when all is well, more when an answer was lost
 * @param files SHA-256 of each attachment's bytes, in hex
 */
public record Sent(String documentId, int business, int times, List<String> files) {}
