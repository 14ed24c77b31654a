package vn.lgsp.gateway.sandbox;

import java.util.concurrent.CountDownLatch;

/** Runs the sandbox as its own process, on the standard ports, until it is stopped. */
public final class SandboxProcess {
    private SandboxProcess() {}

    public static void run() throws InterruptedException {
        var settings = SandboxSettings.of(System.getenv());
        try (var sandbox = Sandbox.start(ports(), settings)) {
            sandbox.environment().entrySet().stream().filter(one -> one.getKey().endsWith("_URL"))
                    .forEach(one -> System.out.println("%-13s %s".formatted(one.getKey(), one.getValue())));
            System.out.println("control       " + sandbox.controlUrl());
            new CountDownLatch(1).await();
        }
    }

    private static SandboxPorts ports() {
        var usual = SandboxPorts.STANDARD;
        return new SandboxPorts(Integer.getInteger("sandbox.control", usual.control()),
                Integer.getInteger("sandbox.portal", usual.portal()),
                Integer.getInteger("sandbox.payment", usual.payment()),
                Integer.getInteger("sandbox.population", usual.population()),
                Integer.getInteger("sandbox.post", usual.post()),
                Integer.getInteger("sandbox.one-stop", usual.oneStop()),
                Integer.getInteger("sandbox.ngsp", usual.ngsp()),
                Integer.getInteger("sandbox.exchange", usual.exchange()),
                Integer.getInteger("sandbox.province", usual.province()));
    }
}
