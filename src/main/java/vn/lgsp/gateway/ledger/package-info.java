/** What happened: transactions, attempts, payloads, counters in PostgreSQL. */
@NullMarked
package vn.lgsp.gateway.ledger;

import org.jspecify.annotations.NullMarked;
