package vn.lgsp.gateway.cli;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Configuration;

import vn.lgsp.gateway.ledger.LedgerDatabase;
import vn.lgsp.gateway.ledger.LedgerSettings;

/** The gateway's own settings, read as it reads them (files, environment), with nothing of it started. */
@Configuration(proxyBeanMethods = false)
class Setup {

    /** The ledger's database: the one that is configured, or the one a running gateway brought along. */
    static LedgerDatabase database(String... settings) {
        var application = new SpringApplication(Setup.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        try (var context = application.run(settings)) {
            var environment = context.getEnvironment();
            var url = environment.getProperty("spring.datasource.url", "");
            return url.isBlank()
                    ? LedgerDatabase.running(Binder.get(environment).bindOrCreate("gateway.ledger",
                            LedgerSettings.class)).orElseThrow(
                                    () -> new IllegalStateException(
                                            "no database: the gateway does not run here, and spring.datasource.url is not set"))
                    : new LedgerDatabase(url, environment.getProperty("spring.datasource.username", ""), environment
                            .getProperty("spring.datasource.password", ""));
        }
    }
}
