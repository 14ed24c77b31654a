/** How a connector's folder is begun: from what a system says of itself, so that it lints and tests clean at once. */
@NullMarked
package vn.lgsp.gateway.cli.scaffold;

import org.jspecify.annotations.NullMarked;
