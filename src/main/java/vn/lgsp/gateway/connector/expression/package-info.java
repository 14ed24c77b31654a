/** JSONata: compiled once, shared by all threads, bounded. */
@NullMarked
package vn.lgsp.gateway.connector.expression;

import org.jspecify.annotations.NullMarked;
