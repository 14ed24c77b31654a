package vn.lgsp.gateway.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;

import vn.lgsp.gateway.sandbox.exchange.ExchangeSettings;
import vn.lgsp.gateway.sandbox.ngsp.NgspSettings;
import vn.lgsp.gateway.sandbox.onestop.OneStopSettings;
import vn.lgsp.gateway.sandbox.payment.PaymentSettings;
import vn.lgsp.gateway.sandbox.population.PopulationSettings;
import vn.lgsp.gateway.sandbox.portal.PortalSettings;
import vn.lgsp.gateway.sandbox.post.PostSettings;
import vn.lgsp.gateway.sandbox.province.ProvinceSettings;

/**
 * What the stand-ins know of the gateway, and the gateway's own names for it.
 *
 * @param connectors the folder with the connectors' {@code stubs/}
 * @param bind the address of this machine all listen on
 * @param clock by which sessions and tokens expire and events happen
 */
public record SandboxSettings(PortalSettings portal, PaymentSettings payment, PopulationSettings population,
        PostSettings post, OneStopSettings oneStop, NgspSettings ngsp, ExchangeSettings exchange,
        ProvinceSettings province, Path connectors, String bind, InstantSource clock) {

    public static SandboxSettings standard() {
        return of(Map.of());
    }

    /** Reads the gateway's own variables (DVCQG_USER, PAYMENT_SECRET …); what is absent has an invented value. */
    public static SandboxSettings of(Map<String, String> environment) {
        var gateway = environment.getOrDefault("GATEWAY_URL", "http://localhost:8080");
        var webhook = "whsec_" + Base64.getEncoder()
                .encodeToString("sandbox-secret-of-the-one-stop-system".getBytes(StandardCharsets.UTF_8));
        return new SandboxSettings(
                new PortalSettings(environment.getOrDefault("DVCQG_USER", "000.00.00.H47"),
                        environment.getOrDefault("DVCQG_PASSWORD", "sandbox-portal"), Duration.ofMinutes(10),
                        URI.create(gateway + "/api/dvcqg/v1/inbound/dossiers"),
                        environment.getOrDefault("SANDBOX_PORTAL_KEY", "sandbox-portal-key")),
                new PaymentSettings(environment.getOrDefault("PAYMENT_PARTNER", "QNAM"),
                        environment.getOrDefault("PAYMENT_SECRET", "sandbox-payment"),
                        URI.create(gateway + "/api/payment/v1/inbound/confirm"),
                        URI.create(gateway + "/api/payment/v1/inbound/dues"),
                        environment.getOrDefault("SANDBOX_PAYMENT_KEY", "sandbox-payment-key")),
                new PopulationSettings(environment.getOrDefault("POPULATION_USER", "quangnam"),
                        environment.getOrDefault("POPULATION_SECRET", "sandbox-population"),
                        environment.getOrDefault("POPULATION_API_KEY", "sandbox-population-key"),
                        environment.getOrDefault("POPULATION_CLIENT", "VN/GOV/H47/LGSP"), Duration.ofMinutes(5)),
                new PostSettings(environment.getOrDefault("POSTAL_CLIENT", "QNA-HCC"),
                        environment.getOrDefault("POSTAL_SECRET", "sandbox-postal"), Duration.ofHours(1),
                        Duration.ofSeconds(3)),
                new OneStopSettings(environment.getOrDefault("ONE_STOP_SECRET", webhook)),
                new NgspSettings(environment.getOrDefault("NGSP_CLIENT", "QNA-LGSP"),
                        environment.getOrDefault("NGSP_SECRET", "sandbox-ngsp"), Duration.ofHours(1),
                        Duration.ofMinutes(1)),
                new ExchangeSettings(environment.getOrDefault("EXCHANGE_CLIENT", "QNA-EDOC"),
                        environment.getOrDefault("EXCHANGE_SECRET", "sandbox-exchange"), Duration.ofHours(1)),
                new ProvinceSettings(environment.getOrDefault("QOFFICE_SECRET", webhook),
                        environment.getOrDefault("CIVIL_SERVANTS_KEY", "sandbox-civil-servants"),
                        environment.getOrDefault("IOC_KEY", "sandbox-ioc"),
                        environment.getOrDefault("EGOV_CLIENT", "lgsp"),
                        environment.getOrDefault("EGOV_SECRET", "sandbox-egov")),
                Path.of(environment.getOrDefault("SANDBOX_CONNECTORS", "config/connectors")),
                environment.getOrDefault("SANDBOX_BIND", "127.0.0.1"), InstantSource.system());
    }

    /** The same with time told by another clock. */
    public SandboxSettings at(InstantSource other) {
        return new SandboxSettings(portal, payment, population, post, oneStop, ngsp, exchange, province, connectors,
                bind, other);
    }
}
