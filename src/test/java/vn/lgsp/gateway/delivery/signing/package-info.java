/** Signatures as their receivers verify them. */
@NullMarked
package vn.lgsp.gateway.delivery.signing;

import org.jspecify.annotations.NullMarked;
