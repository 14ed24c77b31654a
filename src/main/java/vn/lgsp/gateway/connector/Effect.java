package vn.lgsp.gateway.connector;

/** Whether a call changes something at the provider. A write needs an idempotency key and a committed intent. */
public enum Effect {
    READ, WRITE
}
