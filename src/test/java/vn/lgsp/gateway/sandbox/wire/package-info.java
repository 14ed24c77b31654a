/** What every stand-in is made of: calls, answers, faults and counts. */
@NullMarked
package vn.lgsp.gateway.sandbox.wire;

import org.jspecify.annotations.NullMarked;
