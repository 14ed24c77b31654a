/** The one-stop system's stand-in: what the gateway hands over, and what it is asked. */
@NullMarked
package vn.lgsp.gateway.sandbox.onestop;

import org.jspecify.annotations.NullMarked;
