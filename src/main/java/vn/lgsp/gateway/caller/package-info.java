/** Who is asking, and may they. */
@NullMarked
package vn.lgsp.gateway.caller;

import org.jspecify.annotations.NullMarked;
