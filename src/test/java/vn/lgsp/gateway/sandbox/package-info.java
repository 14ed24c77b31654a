/** The national systems' stand-ins: they behave as the portal, the payment platform, the post and the one-stop system do, faults included. */
@NullMarked
package vn.lgsp.gateway.sandbox;

import org.jspecify.annotations.NullMarked;
