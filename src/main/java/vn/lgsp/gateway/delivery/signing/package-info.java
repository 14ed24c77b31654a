/** What is signed into a call: keys from files that may be exchanged, JWS, XML signatures, WS-Security headers. */
@NullMarked
package vn.lgsp.gateway.delivery.signing;

import org.jspecify.annotations.NullMarked;
