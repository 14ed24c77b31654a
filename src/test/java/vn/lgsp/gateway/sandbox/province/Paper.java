package vn.lgsp.gateway.sandbox.province;

import java.util.List;

/**
 * A document Qoffice was given.
 *
 * @param times how often its webhook id came
 * @param files SHA-256 of each attachment's bytes, in hex
 */
public record Paper(String webhookId, String documentId, int times, List<String> files) {}
