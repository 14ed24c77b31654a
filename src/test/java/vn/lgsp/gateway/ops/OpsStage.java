package vn.lgsp.gateway.ops;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
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
import vn.lgsp.gateway.ledger.Audit;
import vn.lgsp.gateway.ledger.LedgerSearch;

/** The ops room alone on a real port with a real PostgreSQL; the rooms it looks into are played by small stand-ins. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = OpsStage.App.class, webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
        "gateway.ops.password=" + OpsStage.PASSWORD, "spring.threads.virtual.enabled=true",
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
                    AcceptHealth.class }))
    @Import({ LedgerSearch.class, Audit.class })
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
            return (id, who, reason) -> ledger.replayed(id);
        }
    }
}
