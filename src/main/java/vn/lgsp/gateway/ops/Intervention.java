package vn.lgsp.gateway.ops;

import java.util.UUID;

import vn.lgsp.gateway.delivery.Interventions;

/** Carries out an operator's word about one transaction. */
public interface Intervention {
    Interventions.Done cancel(UUID id, String reason);

    Interventions.Done delivered(UUID id, Interventions.Word word);

    Interventions.Done notDelivered(UUID id, Interventions.Word word);
}
