/** The bench: what is done with the gateway from a terminal, without starting it. */
@NullMarked
package vn.lgsp.gateway.cli;

import org.jspecify.annotations.NullMarked;
