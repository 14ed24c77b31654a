package vn.lgsp.gateway.caller;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Yaml;

/** The callers a gateway begins with; it does not begin where their file is faulty. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CallerSettings.class)
class CallersAtStart {

    @Bean
    Callers callers(CallerSettings settings) throws IOException {
        var faults = new Faults();
        var callers = new CallersFile(Yaml.read(settings.file().toString(), Files.readString(settings.file()), faults))
                .callers(faults);
        if (!faults.isEmpty()) {
            throw new IllegalStateException(faults.list().stream().map(fault -> fault.place() + ": " + fault.message()
                    .vi() + " / " + fault.message().en()).collect(Collectors.joining("\n  ",
                            "callers cannot be read:\n  ", "")));
        }
        return new Callers(callers);
    }
}
