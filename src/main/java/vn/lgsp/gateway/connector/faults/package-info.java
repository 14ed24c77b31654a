/** What people wrote wrong: where in which file, and what was probably meant, in both languages. */
@NullMarked
package vn.lgsp.gateway.connector.faults;

import org.jspecify.annotations.NullMarked;
