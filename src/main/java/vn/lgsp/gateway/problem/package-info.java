/** How every error is spoken to the outside (RFC 9457). */
@NullMarked
package vn.lgsp.gateway.problem;

import org.jspecify.annotations.NullMarked;
