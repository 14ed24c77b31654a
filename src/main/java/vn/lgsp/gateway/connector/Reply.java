package vn.lgsp.gateway.connector;

/** When the caller gets the provider's answer: in the same call, or later through a durable delivery. */
public enum Reply {
    NOW, LATER
}
