/** JSON Schema in words that a person at a desk understands. */
@NullMarked
package vn.lgsp.gateway.connector.schema;

import org.jspecify.annotations.NullMarked;
