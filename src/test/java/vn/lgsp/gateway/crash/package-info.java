/** The crash suite: real processes, real kills, and a recount of what was promised and what was done. */
@NullMarked
package vn.lgsp.gateway.crash;

import org.jspecify.annotations.NullMarked;
