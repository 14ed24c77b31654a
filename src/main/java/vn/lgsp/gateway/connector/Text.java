package vn.lgsp.gateway.connector;

/** A sentence for a person, in the two languages the gateway speaks. */
public record Text(String vi, String en) {}
