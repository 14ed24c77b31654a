package vn.lgsp.gateway.connector.proof;

import java.util.List;
import java.util.Map;

import vn.lgsp.gateway.connector.Schema;

/** How a refused request is told, as the members of a problem. */
public interface Refusal {
    Map<String, Object> problem(List<Schema.Fault> faults);
}
