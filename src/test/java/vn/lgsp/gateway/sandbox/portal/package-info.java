/** The National Public Service Portal's stand-in. */
@NullMarked
package vn.lgsp.gateway.sandbox.portal;

import org.jspecify.annotations.NullMarked;
