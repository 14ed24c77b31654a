package vn.lgsp.gateway.ledger;

import java.io.IOException;

import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database: the server named by {@code spring.datasource.url}, or else the gateway's own. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LedgerSettings.class)
class DatabaseConfiguration {

    @Bean
    @ConditionalOnExpression("'${spring.datasource.url:}' == ''")
    EmbeddedServer embeddedServer(LedgerSettings settings) throws IOException {
        return new EmbeddedServer(settings).watched();
    }

    @Bean
    @ConditionalOnExpression("'${spring.datasource.url:}' == ''")
    JdbcConnectionDetails embeddedConnection(EmbeddedServer server) {
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
                return server.url();
            }
        };
    }
}
