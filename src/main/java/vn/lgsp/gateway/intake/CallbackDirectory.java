package vn.lgsp.gateway.intake;

import java.util.Optional;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.delivery.Callbacks;

/** Callbacks as {@code config/callers.yaml} declares them. */
@Component
record CallbackDirectory(Callers callers) implements Callbacks {
    @Override
    public Optional<String> of(String caller) {
        return callers.byName(caller).flatMap(Caller::callback);
    }
}
