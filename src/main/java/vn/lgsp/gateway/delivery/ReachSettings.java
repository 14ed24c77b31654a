package vn.lgsp.gateway.delivery;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where calls may go beside ordinary addresses.
 *
 * @param reaches {@code loopback}, {@code link-local}, {@code metadata}, or a network such as {@code 127.0.0.0/8}; for
 *        all connectors: the sandbox is on this machine
 */
@ConfigurationProperties("gateway.delivery")
record ReachSettings(@DefaultValue List<String> reaches) {}
