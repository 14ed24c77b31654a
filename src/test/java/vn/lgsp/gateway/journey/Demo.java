package vn.lgsp.gateway.journey;

import org.springframework.boot.SpringApplication;

import vn.lgsp.gateway.Gateway;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.SandboxPorts;

/** {@code mvn spring-boot:test-run}: the sandbox, the gateway with its own PostgreSQL, and one dossier's whole life. */
public final class Demo {
    private Demo() {}

    public static void main(String[] args) {
        var sandbox = Sandbox.start(SandboxPorts.STANDARD);
        sandbox.environment().forEach(System::setProperty);
        SpringApplication.run(Gateway.class, args);
    }
}
