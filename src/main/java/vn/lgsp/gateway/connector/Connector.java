package vn.lgsp.gateway.connector;

import java.util.Map;

/** A checked connector folder. */
public record Connector(String name, Text title, String owner, String version, Destination provider,
        Map<String, Service> services) {}
