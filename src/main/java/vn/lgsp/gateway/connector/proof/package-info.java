/** How a connector's folder proves itself: its cases are played without a network, and what nothing uses is told. */
@NullMarked
package vn.lgsp.gateway.connector.proof;

import org.jspecify.annotations.NullMarked;
