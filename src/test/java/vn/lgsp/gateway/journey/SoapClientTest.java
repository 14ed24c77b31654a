package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.xml.namespace.QName;

import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.jaxws.endpoint.dynamic.JaxWsDynamicClientFactory;
import org.apache.cxf.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache CXF makes a client of the WSDL, compiles it, and calls: nothing of the gateway's helps it. */
class SoapClientTest {
    private final GatewayStage stage = Stages.shared();

    @TempDir
    private Path folder;

    private Client client(String connector) throws Exception {
        var wsdl = Files.write(folder.resolve(connector + ".wsdl"), new SoapSystem(stage.oneStop(), connector).wsdl());
        var made = JaxWsDynamicClientFactory.newInstance().createClient(wsdl.toUri().toString(), new QName("urn:lgsp:"
                + connector, connector));
        made.getRequestContext().put(Message.PROTOCOL_HEADERS, Map.of("X-API-Key", List.of(GatewayStage.ONE_STOP)));
        return made;
    }

    @Test
    void a_client_made_of_the_wsdl_asks_and_understands_the_answer() throws Exception {
        var answer = client("dvcqg").invoke("findDossier", GatewayStage.dossierNumber());

        assertThat(answer).isNotEmpty();
        assertThat(member(answer[0], "TonTai")).isEqualTo(false);
    }

    private static Object member(Object made, String name) throws ReflectiveOperationException {
        for (var method : made.getClass().getMethods()) {
            if (method.getName().equals("is" + name) || method.getName().equals("get" + name)) {
                return method.invoke(made);
            }
        }
        return made;
    }

    @Test
    void it_gets_a_fault_with_the_problem() throws Exception {
        var client = client("dvcqg");

        assertThatThrownBy(() -> client.invoke("getProcedure", "no number")).isInstanceOf(Exception.class).satisfies(
                e -> assertThat(e.getMessage()).contains(": "));
        assertThat(SoapFault.class).isNotNull();
    }

    @Test
    void it_can_be_made_for_every_connector_of_a_caller() throws Exception {
        for (var connector : List.of("payment", "postal", "population", "civil-status", "judicial-record",
                "business-registration", "social-insurance", "shared-catalogue", "civil-servants", "egov")) {
            assertThat(client(connector).getEndpoint().getService().getServiceInfos().getFirst().getInterface()
                    .getOperations()).as(connector).isNotEmpty();
        }
    }
}
