/** The province's own systems: Qoffice, the civil servants' database, the IOC and the staff app. */
@NullMarked
package vn.lgsp.gateway.sandbox.province;

import org.jspecify.annotations.NullMarked;
