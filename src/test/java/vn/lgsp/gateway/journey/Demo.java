package vn.lgsp.gateway.journey;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.boot.SpringApplication;

import vn.lgsp.gateway.Gateway;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.TransactionQuery;
import vn.lgsp.gateway.ledger.TransactionView;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.SandboxPorts;
import vn.lgsp.gateway.sandbox.SandboxProcess;
import vn.lgsp.gateway.sandbox.SandboxSettings;

/** {@code mvn spring-boot:test-run}: the sandbox, the gateway with its own PostgreSQL, and one dossier's whole life. */
public final class Demo {
    private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

    private Demo() {}

    /** @param args {@code sandbox} to run the sandbox alone, or settings for the gateway */
    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0 && args[0].equals("sandbox")) {
            SandboxProcess.run();
            return;
        }
        var taken = SandboxPorts.STANDARD.taken();
        if (!taken.isEmpty()) {
            say("ports of the sandbox are held by another program, perhaps by another run of this: " + taken
                    + "; stop it and start again");
            System.exit(1);
        }
        var began = Instant.now();
        say("1/3 the sandbox: portal, payment platform, post and one-stop system");
        var sandbox = Sandbox.start(SandboxPorts.STANDARD, SandboxSettings.of(GatewayStage.environment(java.net.URI
                .create("http://localhost:8080"))));
        sandbox.environment().forEach(System::setProperty);
        System.setProperty("POSTAL_POLL", System.getProperty("POSTAL_POLL", "2s"));
        System.setProperty("EXCHANGE_POLL", System.getProperty("EXCHANGE_POLL", "2s"));
        say("2/3 the gateway and its own PostgreSQL (the first start unpacks it)");
        var gateway = SpringApplication.run(Gateway.class, args);
        var port = gateway.getEnvironment().getProperty("gateway.intake.port", "8080");
        var opsPort = gateway.getEnvironment().getProperty("local.server.port", "8081");
        say("3/3 a dossier's journey");
        var number = "H47.12-%ty%<tm%<td-%04d".formatted(java.time.LocalDate.now(VIETNAM), LocalTime.now(VIETNAM).get(
                java.time.temporal.ChronoField.SECOND_OF_DAY) / 10);
        new Journey(new OneStopClient(java.net.URI.create("http://localhost:" + port), GatewayStage.ONE_STOP), sandbox,
                number, Demo::say).travel();
        print(settled(gateway.getBean(LedgerSearch.class), number));
        say("ready after " + ChronoUnit.SECONDS.between(began, Instant.now())
                + " s; it runs until you stop it (Ctrl-C)");
        System.out.println(addresses(port, opsPort, sandbox, number));
    }

    private static void say(String what) {
        System.out.println(LocalTime.now(VIETNAM).truncatedTo(ChronoUnit.SECONDS) + "  " + what);
        System.out.flush();
    }

    /** Everything about the dossier, once nothing is under way any more (the followed payment query takes 10 s). */
    private static List<TransactionView> settled(LedgerSearch ledger, String number) {
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(200)).until(
                () -> find(ledger, number).stream().allMatch(transaction -> transaction.state().settled()));
        return find(ledger, number);
    }

    private static List<TransactionView> find(LedgerSearch ledger, String number) {
        return ledger.transactions(new TransactionQuery(null, null, number, null, null, Set.of(), null, null, null,
                null, 100)).stream().sorted(Comparator.comparing(
                        TransactionView::id))
                .toList();
    }

    private static void print(List<TransactionView> transactions) {
        System.out
                .println("%n%-12s  %-22s  %-13s  %-9s  %8s  %-10s  %8s".formatted("time", "service", "caller", "origin",
                        "attempts", "outcome", "took"));
        for (var transaction : transactions) {
            var end = transaction.settledAt() == null ? transaction.receivedAt() : transaction.settledAt();
            System.out.println("%-12s  %-22s  %-13s  %-9s  %8d  %-10s  %5d ms".formatted(LocalTime.ofInstant(transaction
                    .receivedAt(), VIETNAM).truncatedTo(ChronoUnit.MILLIS), transaction.service(), transaction.caller(),
                    transaction.origin(), transaction.attempts(), transaction.state(), Duration.between(transaction
                            .receivedAt(), end).toMillis()));
        }
        var states = transactions.stream()
                .collect(Collectors.groupingBy(TransactionView::state, Collectors.counting()));
        System.out.println("%d transactions: %s%n".formatted(transactions.size(), states));
        if (!states.keySet().equals(Set.of(vn.lgsp.gateway.ledger.State.DELIVERED))) {
            System.out.println("Not every transaction was delivered: look at the console.");
        }
    }

    private static String addresses(String port, String opsPort, Sandbox sandbox, String number) {
        return """
                console    http://localhost:%4$s/console/      (user operator; its password was shown at the first start)
                health     http://localhost:%4$s/actuator/health
                metrics    http://localhost:%4$s/actuator/prometheus
                sandbox    %2$s   (faults: curl -X PUT %2$s/faults/portal -d '{"mode":"unavailable","times":3}')

                curl -s -H 'X-API-Key: demo-one-stop-key' 'http://localhost:%1$s/api/dvcqg/v1/dossiers/%3$s'
                curl -s -H 'X-API-Key: demo-one-stop-key' 'http://localhost:%1$s/api/transactions?businessKey=%3$s'
                """.formatted(port, sandbox.controlUrl().toString().replaceAll("/$", ""), number, opsPort);
    }
}
