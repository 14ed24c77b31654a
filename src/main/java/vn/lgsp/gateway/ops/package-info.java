/** The window: see, search, replay, report. */
@NullMarked
package vn.lgsp.gateway.ops;

import org.jspecify.annotations.NullMarked;
