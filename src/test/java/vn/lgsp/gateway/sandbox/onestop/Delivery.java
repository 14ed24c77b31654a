package vn.lgsp.gateway.sandbox.onestop;

import tools.jackson.databind.JsonNode;

/**
 * One thing the gateway handed over.
 *
 * @param path e.g. {@code /lgsp/payments}
 * @param webhookId the same in each repeat
 * @param times how often it came: 1 when all is well, more when an answer was lost
 */
public record Delivery(String path, String webhookId, JsonNode body, int times) {}
