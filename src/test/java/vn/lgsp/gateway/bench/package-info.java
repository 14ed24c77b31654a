/** What the way through costs: {@code mvn -Pbench verify}. Measured, never asserted: a timed test would lie on a busy machine. */
@NullMarked
package vn.lgsp.gateway.bench;

import org.jspecify.annotations.NullMarked;
