/** The way out: queue, attempt, judge, retry, settle. */
@NullMarked
package vn.lgsp.gateway.delivery;

import org.jspecify.annotations.NullMarked;
