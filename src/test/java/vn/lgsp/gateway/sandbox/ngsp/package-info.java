/** The national data platform's stand-in: one token, and the databases behind it. */
@NullMarked
package vn.lgsp.gateway.sandbox.ngsp;

import org.jspecify.annotations.NullMarked;
