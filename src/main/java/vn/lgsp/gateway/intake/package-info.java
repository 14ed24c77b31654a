/** The way in: identify, check, once, record, hand over. */
@NullMarked
package vn.lgsp.gateway.intake;

import org.jspecify.annotations.NullMarked;
