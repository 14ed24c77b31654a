package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.xml.namespace.QName;

import org.apache.cxf.endpoint.Client;
import org.apache.cxf.endpoint.dynamic.DynamicClientFactory;
import org.apache.cxf.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apache CXF makes a client of the WSDL, compiles it, and calls: nothing of the gateway's helps it. */
class SoapClientTest {
    private final GatewayStage stage = Stages.shared();

    @TempDir
    private Path folder;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void forget_the_classes_that_were_made() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private Client client(String connector) throws Exception {
        var wsdl = Files.write(folder.resolve(connector + ".wsdl"), new SoapSystem(stage.oneStop(), connector).wsdl());
        var made = DynamicClientFactory.newInstance().createClient(wsdl.toUri().toString(), new QName("urn:lgsp:"
                + connector, connector));
        made.getRequestContext().put(Message.PROTOCOL_HEADERS, Map.of("X-API-Key", List.of(GatewayStage.ONE_STOP)));
        return made;
    }

    @Test
    void a_client_made_of_the_wsdl_asks_and_understands_the_answer() throws Exception {
        var number = GatewayStage.dossierNumber();

        var answer = client("dvcqg").invoke("findDossier", number);

        assertThat(answer).contains(number, false);
    }

    /** With a header of its own, a request is an object: the key is the second argument. */
    @Test
    void a_write_is_sent_with_its_key_and_without_it_is_a_fault_the_client_understands() throws Exception {
        var client = client("postal");
        var type = Thread.currentThread().getContextClassLoader().loadClass("lgsp.postal.CancelOrder");
        var order = type.getConstructor().newInstance();
        type.getMethod("setMaHoSo", String.class).invoke(order, "H47.12-260302-0012");
        type.getMethod("setSoDon", String.class).invoke(order, "H47.12-260302-0012-TKQ");

        var receipt = client.invoke("cancelOrder", order, UUID.randomUUID().toString());
        var thrown = catchThrowable(() -> client.invoke("cancelOrder", order, ""));

        assertThat(told(receipt[0], "getState")).isEqualTo("RECEIVED");
        assertThat(thrown).hasMessageStartingWith("Thiếu Idempotency-Key");
        var problem = told(thrown, "getFaultInfo");
        assertThat(told(problem, "getCode")).isEqualTo("idempotency-key-missing");
        assertThat(String.valueOf(told(problem, "getTransactionId"))).hasSize(36);
    }

    /** What an object of a class that was made says. */
    private static Object told(Object made, String getter) throws ReflectiveOperationException {
        return made.getClass().getMethod(getter).invoke(made);
    }

    @ParameterizedTest
    @ValueSource(strings = { "payment", "population", "civil-status", "judicial-record", "business-registration",
            "social-insurance", "shared-catalogue", "civil-servants", "egov" })
    void it_can_be_made_for_every_connector_of_a_caller(String connector) throws Exception {
        assertThat(client(connector).getEndpoint().getService().getServiceInfos().getFirst().getInterface()
                .getOperations()).isNotEmpty();
    }
}
