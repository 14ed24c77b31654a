package vn.lgsp.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.folder.Fixtures;

class OperationsTest {
    private final Operations operations = Operations.of(Fixtures.catalogue());

    private String service(String method, String path) {
        return operations.match("alpha", method, path).map(match -> match.service().id()).orElse("");
    }

    @Test
    void method_and_path_lead_to_the_service() {
        assertThat(service("POST", "/things")).isEqualTo("alpha.send");
        assertThat(service("GET", "/things/H47.1")).isEqualTo("alpha.find");
        assertThat(service("POST", "/inbound/x/things")).isEqualTo("alpha.inbound");
    }

    @Test
    void what_the_contract_does_not_state_leads_nowhere() {
        assertThat(service("GET", "/things")).isEmpty();
        assertThat(service("GET", "/things/")).isEmpty();
        assertThat(service("GET", "/things/a/b")).isEmpty();
        assertThat(service("GET", "/things/%zz")).isEmpty();
        assertThat(service("GET", "/things/%00")).isEmpty();
        assertThat(service("GET", "/things/%ff")).isEmpty();
        assertThat(operations.match("gamma", "GET", "/things/a")).isEmpty();
    }

    @Test
    void the_other_methods_of_a_path_are_known() {
        assertThat(operations.allowedMethods("alpha", "/things/a")).containsExactly("GET");
        assertThat(operations.allowedMethods("alpha", "/things")).containsExactly("POST");
        assertThat(operations.allowedMethods("alpha", "/nothing")).isEmpty();
    }

    @Test
    void path_variables_are_decoded_and_query_parameters_typed_as_stated() {
        var match = operations.match("alpha", "GET", "/things/H47%2F1+%C4%91").orElseThrow();

        assertThat(match.variables()).isEqualTo(Map.of("ma", "H47/1+đ"));
        assertThat(match.document(Map.of("page", List.of("3"), "x", List.of("1"))))
                .isEqualTo(Map.of("ma", "H47/1+đ", "page", 3L, "x", "1"));
        assertThat(match.document(Map.of("page", List.of("three"), "ma", List.of("other"))))
                .isEqualTo(Map.of("ma", "H47/1+đ", "page", "three"));
    }
}
