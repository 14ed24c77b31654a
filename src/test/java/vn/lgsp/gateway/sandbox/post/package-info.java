/** The public post's stand-in. */
@NullMarked
package vn.lgsp.gateway.sandbox.post;

import org.jspecify.annotations.NullMarked;
