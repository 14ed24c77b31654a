/**
 * What happened: transactions, attempts, payloads, counters in PostgreSQL.
 *
 * <p>
 * Plans of statements are kept, and those made while the queue was empty would read all of it for every row once it is long. Rows
 * are therefore joined by {@code id = any(array[other.id])}: unlike an equality it cannot be joined but by looking up each.
 */
@NullMarked
package vn.lgsp.gateway.ledger;

import org.jspecify.annotations.NullMarked;
