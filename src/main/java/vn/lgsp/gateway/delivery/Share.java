package vn.lgsp.gateway.delivery;

/**
 * What one call came to for one of the transactions that went in it.
 *
 * @param passage its own; a verdict AGAIN says that it is to be sent by itself
 */
record Share(Parcel parcel, Passage passage) {}
