package vn.lgsp.gateway.delivery;

import java.util.Optional;

/** Knows which service takes the final states of a caller's transactions. */
public interface Callbacks {
    Optional<String> of(String caller);
}
