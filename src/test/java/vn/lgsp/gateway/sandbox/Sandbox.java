package vn.lgsp.gateway.sandbox;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import vn.lgsp.gateway.sandbox.exchange.Exchange;
import vn.lgsp.gateway.sandbox.ngsp.Ngsp;
import vn.lgsp.gateway.sandbox.onestop.OneStop;
import vn.lgsp.gateway.sandbox.payment.PaymentPlatform;
import vn.lgsp.gateway.sandbox.population.Population;
import vn.lgsp.gateway.sandbox.portal.Portal;
import vn.lgsp.gateway.sandbox.post.Post;
import vn.lgsp.gateway.sandbox.province.Province;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.Stage;
import vn.lgsp.gateway.sandbox.wire.StandIn;

/** The stand-ins, each on its own port, and the control endpoint: for JUnit tests and for {@link SandboxProcess}. */
public final class Sandbox implements AutoCloseable {
    private final SandboxSettings settings;
    private final Portal portal;
    private final PaymentPlatform payment;
    private final Population population;
    private final Post post;
    private final OneStop oneStop;
    private final Ngsp ngsp;
    private final Exchange exchange;
    private final Province province;
    private final Map<String, Stage> stages = new LinkedHashMap<>();
    private final Control control;

    private Sandbox(SandboxPorts ports, SandboxSettings settings) {
        this.settings = settings;
        var clock = settings.clock();
        portal = new Portal(settings.portal(), clock);
        population = new Population(settings.population(), clock);
        payment = new PaymentPlatform(settings.payment(), clock);
        post = new Post(settings.post(), clock);
        oneStop = new OneStop(settings.oneStop(), clock);
        ngsp = new Ngsp(settings.ngsp(), clock);
        exchange = new Exchange(settings.exchange(), clock);
        province = new Province(settings.province(), clock);
        try {
            open(portal, ports.portal());
            open(payment, ports.payment());
            open(population, ports.population());
            open(post, ports.post());
            open(oneStop, ports.oneStop());
            open(ngsp, ports.ngsp());
            open(exchange, ports.exchange());
            open(province, ports.province());
            control = new Control(this, settings.bind(), ports.control());
        } catch (RuntimeException failed) {
            stages.values().forEach(Stage::close);
            payment.close();
            throw failed;
        }
    }

    private void open(StandIn standIn, int port) {
        stages.put(standIn.name(),
                new Stage(standIn, port, settings.connectors(), settings.bind(), settings.clock()));
    }

    public static Sandbox start(SandboxPorts ports) {
        return start(ports, SandboxSettings.standard());
    }

    public static Sandbox start(SandboxPorts ports, SandboxSettings settings) {
        return new Sandbox(ports, settings);
    }

    public Portal portal() {
        return portal;
    }

    public PaymentPlatform payment() {
        return payment;
    }

    public Population population() {
        return population;
    }

    public Post post() {
        return post;
    }

    public OneStop oneStop() {
        return oneStop;
    }

    public Ngsp ngsp() {
        return ngsp;
    }

    public Exchange exchange() {
        return exchange;
    }

    public Province province() {
        return province;
    }

    /**
     * The port of a stand-in: its address, faults and counts of calls.
     *
     * @param system portal, payment, population, post, one-stop, ngsp, exchange or province
     */
    public Stage on(String system) {
        var stage = stages.get(system);
        if (stage == null) {
            throw new IllegalArgumentException("no stand-in " + system + "; there are " + stages.keySet());
        }
        return stage;
    }

    public URI controlUrl() {
        return control.url();
    }

    /** What the gateway must be told to talk to this sandbox: DVCQG_URL, DVCQG_USER … */
    public Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        environment.put("GATEWAY_REACHES", "loopback");
        environment.put("DVCQG_URL", on("portal").url().toString());
        environment.put("DVCQG_USER", settings.portal().username());
        environment.put("DVCQG_PASSWORD", settings.portal().password());
        environment.put("PAYMENT_URL", on("payment").url().toString());
        environment.put("PAYMENT_PARTNER", settings.payment().partner());
        environment.put("PAYMENT_SECRET", settings.payment().secret());
        environment.put("POPULATION_URL", on("population").url().toString());
        environment.put("POPULATION_USER", settings.population().user());
        environment.put("POPULATION_SECRET", settings.population().secret());
        environment.put("POPULATION_API_KEY", settings.population().apiKey());
        environment.put("POPULATION_CLIENT", settings.population().client());
        environment.put("POSTAL_URL", on("post").url().toString());
        environment.put("POSTAL_CLIENT", settings.post().client());
        environment.put("POSTAL_SECRET", settings.post().secret());
        environment.put("ONE_STOP_URL", on("one-stop").url().toString());
        environment.put("ONE_STOP_SECRET", settings.oneStop().secret());
        environment.put("NGSP_URL", on("ngsp").url().toString());
        environment.put("NGSP_CLIENT", settings.ngsp().client());
        environment.put("NGSP_SECRET", settings.ngsp().secret());
        environment.put("EXCHANGE_URL", on("exchange").url().toString());
        environment.put("EXCHANGE_CLIENT", settings.exchange().client());
        environment.put("EXCHANGE_SECRET", settings.exchange().secret());
        var ours = on("province").url().toString();
        for (var system : new String[]{ "QOFFICE", "CIVIL_SERVANTS", "IOC", "EGOV" }) {
            environment.put(system + "_URL", ours);
        }
        environment.put("QOFFICE_SECRET", settings.province().qoffice());
        environment.put("CIVIL_SERVANTS_KEY", settings.province().civilServants());
        environment.put("IOC_KEY", settings.province().ioc());
        environment.put("EGOV_CLIENT", settings.province().egov());
        environment.put("EGOV_SECRET", settings.province().egovSecret());
        return environment;
    }

    /** All counts, as the control endpoint shows them. */
    public Map<String, Object> state(int most) {
        var state = new LinkedHashMap<String, Object>();
        stages.forEach((name, stage) -> state.put(name, stage.state(most)));
        return state;
    }

    public void endFaults() {
        stages.values().forEach(stage -> stage.set(Fault.NONE));
    }

    /** Forgets everything: dossiers, payments, orders, events, counts and faults. */
    public void reset() {
        stages.values().forEach(Stage::reset);
    }

    @Override
    public void close() {
        control.close();
        stages.values().forEach(Stage::close);
        payment.close();
    }
}
