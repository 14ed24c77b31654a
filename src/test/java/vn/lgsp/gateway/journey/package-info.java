/** Whole stories: what a province does with the gateway, told from outside, and what must not happen on the way. */
@NullMarked
package vn.lgsp.gateway.journey;

import org.jspecify.annotations.NullMarked;
