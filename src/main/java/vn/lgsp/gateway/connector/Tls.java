package vn.lgsp.gateway.connector;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the gateway shows a provider and whom it trusts, as PEM files that may be exchanged while it runs.
 *
 * @param certificate our certificate and its chain; stands only together with {@code key}
 * @param key its private key, not encrypted
 * @param trust certificates that may vouch for the provider; none: those every Java trusts
 */
public record Tls(Optional<Path> certificate, Optional<Path> key, Optional<Path> trust) {}
