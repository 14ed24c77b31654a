package vn.lgsp.gateway.sandbox.post;

import java.util.List;

/**
 * What the post holds of one order.
 *
 * @param created orders opened under this number: always 1, a repeat is answered "101"
 * @param repeats how often it was sent again
 * @param cancels cancellations that took effect
 * @param events StatusCode of its events so far
 */
public record Order(String orderNumber, String itemCode, int created, int repeats, int cancels, List<String> events) {}
