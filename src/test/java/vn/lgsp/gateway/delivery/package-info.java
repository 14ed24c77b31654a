/** Tests of single parts of the way out; whole stories are in {@code journey}. */
@NullMarked
package vn.lgsp.gateway.delivery;

import org.jspecify.annotations.NullMarked;
