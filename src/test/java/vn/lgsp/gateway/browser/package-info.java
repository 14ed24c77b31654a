/** A real browser, to look at our pages as people do. */
@NullMarked
package vn.lgsp.gateway.browser;

import org.jspecify.annotations.NullMarked;
