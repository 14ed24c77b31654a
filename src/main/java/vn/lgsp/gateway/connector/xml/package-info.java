/** XML: read from strangers in one safe place, and written, as the plain values that rules and mappings know. */
@NullMarked
package vn.lgsp.gateway.connector.xml;

import org.jspecify.annotations.NullMarked;
