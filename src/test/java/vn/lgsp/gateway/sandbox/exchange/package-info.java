/** The national document exchange's stand-in: what is sent, and what waits for us. */
@NullMarked
package vn.lgsp.gateway.sandbox.exchange;

import org.jspecify.annotations.NullMarked;
