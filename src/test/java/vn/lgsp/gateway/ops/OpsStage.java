package vn.lgsp.gateway.ops;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.delivery.Interventions;
import vn.lgsp.gateway.delivery.Interventions.Done;
import vn.lgsp.gateway.ledger.Attachments;
import vn.lgsp.gateway.ledger.Audit;
import vn.lgsp.gateway.ledger.ConnectorVersions;
import vn.lgsp.gateway.ledger.Ids;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.LedgerSettings;
import vn.lgsp.gateway.ledger.NightlyRecount;
import vn.lgsp.gateway.ledger.PayloadSeal;
import vn.lgsp.gateway.ledger.Overtaking;
import vn.lgsp.gateway.ledger.ReplayJobs;
import vn.lgsp.gateway.ledger.State;

/** The ops room alone on a real port with a real PostgreSQL; the rooms it looks into are played by small stand-ins. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = OpsStage.App.class, webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
        "gateway.ops.password=" + OpsStage.PASSWORD, "gateway.ledger.data=target/ops-stage",
        "spring.threads.virtual.enabled=true",
        "management.endpoints.web.exposure.include=health,prometheus,info",
        "management.endpoint.health.show-details=when-authorized", "spring.main.banner-mode=off",
        "management.endpoint.health.validate-group-membership=false",
        "spring.autoconfigure.exclude=org.apache.camel.spring.boot.CamelAutoConfiguration,"
                + "org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration" })
@interface OpsStage {
    String PASSWORD = "a-password-for-tests";

    /** Not annotated as a configuration, so that no component scan of the whole gateway picks it up. */
    @EnableAutoConfiguration
    @ComponentScan(basePackageClasses = { OpsSettings.class,
            vn.lgsp.gateway.problem.Problem.class }, excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = {
                    OtherRooms.class,
                    AcceptHealth.class, DatabaseHealth.class, LedgerMeters.class }))
    @Import({ NightlyRecount.class, LedgerSearch.class, Audit.class, ConnectorVersions.class, ReplayJobs.class,
            Overtaking.class,
            PayloadSeal.class, Ids.class, Attachments.class })
    @EnableConfigurationProperties(LedgerSettings.class)
    class App {

        @Bean(destroyMethod = "close")
        EmbeddedPostgres postgres() throws IOException {
            return EmbeddedPostgres.builder().setLocaleConfig("locale", "C.UTF-8").start();
        }

        @Bean
        JdbcConnectionDetails connection(EmbeddedPostgres postgres) {
            return new JdbcConnectionDetails() {
                @Override
                public String getUsername() {
                    return "postgres";
                }

                @Override
                public String getPassword() {
                    return "";
                }

                @Override
                public String getJdbcUrl() {
                    return postgres.getJdbcUrl("postgres", "postgres");
                }
            };
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        Inventory inventory() {
            return new Inventory() {
                @Override
                public Catalogue catalogue() {
                    return SampleCatalogue.CATALOGUE;
                }

                @Override
                public List<Fault> faults() {
                    return SampleCatalogue.FAULTS;
                }

                @Override
                public Standing standing(String connector) {
                    return SampleCatalogue.standing(connector);
                }

                @Override
                public Optional<String> feedProblem(String service) {
                    return Optional.empty();
                }

                @Override
                public Map<String, Integer> removed() {
                    return Map.of();
                }

                @Override
                public Optional<Complaint> callers() {
                    return Optional.of(new Complaint(SampleCatalogue.SINCE, true, List.of(new Remark("callers.yaml:7:5",
                            new Text("trường lạ `quotas`", "unknown key `quotas`")))));
                }
            };
        }

        @Bean
        ServiceHealth health() {
            var special = Map.of("payment.init", new ServiceHealth.State("Started", "OPEN"), "postal.track",
                    new ServiceHealth.State("Stopped", "CLOSED"));
            return service -> special.getOrDefault(service, new ServiceHealth.State("Started", "CLOSED"));
        }

        @Bean
        SampleLedger sampleLedger(DataSource dataSource) {
            return new SampleLedger(dataSource);
        }

        @Bean
        Replay replay(SampleLedger ledger) {
            return new Replay() {
                @Override
                public void sendOne(UUID job) {
                    ledger.replay(job, 1);
                }

                @Override
                public void ring() {
                    // tests say themselves how far a replay has got
                }

                @Override
                public List<Schema.Fault> faults(String service, byte[] body, boolean sandbox) {
                    return new String(body, StandardCharsets.UTF_8).contains("maHoSo")
                            ? List.of()
                            : List.of(new Schema.Fault("/maHoSo", new Text("thiếu số hồ sơ",
                                    "the dossier's number is missing")));
                }
            };
        }

        @Bean
        SampleVersions versions(ConnectorVersions kept) {
            return new SampleVersions(kept);
        }

        @Bean
        Payloads payloads() {
            return (transaction, kind) -> kind.equals("request")
                    ? Optional.of("{\"maHoSo\": \"H47.12-260302-0012\"}".getBytes(StandardCharsets.UTF_8))
                    : Optional.empty();
        }

        @Bean
        SampleGates gates() {
            return new SampleGates();
        }

        @Bean
        Intervention intervention(SampleLedger ledger) {
            return new Intervention() {
                @Override
                public Done cancel(UUID id, String reason) {
                    return moved(id, "RECEIVED,DELIVERING", State.CANCELLED);
                }

                @Override
                public Done delivered(UUID id, Interventions.Word word) {
                    return moved(id, "UNKNOWN", State.DELIVERED);
                }

                @Override
                public Done notDelivered(UUID id, Interventions.Word word) {
                    return moved(id, "UNKNOWN", State.DELIVERING);
                }

                private Done moved(UUID id, String from, State to) {
                    if (!ledger.moves(id, from, to)) {
                        return Done.NOT_SO;
                    }
                    ledger.waitsNoMore(id);
                    return Done.YES;
                }
            };
        }
    }
}
