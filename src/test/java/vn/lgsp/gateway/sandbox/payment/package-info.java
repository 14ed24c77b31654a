/** The Payment Platform's stand-in. */
@NullMarked
package vn.lgsp.gateway.sandbox.payment;

import org.jspecify.annotations.NullMarked;
