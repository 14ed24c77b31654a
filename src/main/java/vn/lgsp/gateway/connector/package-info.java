/** What we can talk to: declared, checked, immutable. */
@NullMarked
package vn.lgsp.gateway.connector;

import org.jspecify.annotations.NullMarked;
