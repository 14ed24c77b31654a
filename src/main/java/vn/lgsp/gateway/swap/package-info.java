/** How connectors and callers change while requests flow: noticed or asked for, checked, shared by all nodes, switched. */
@NullMarked
package vn.lgsp.gateway.swap;

import org.jspecify.annotations.NullMarked;
