package vn.lgsp.gateway.journey;

/** One stage for all tests of a JVM that can share it: they use fresh dossier numbers and end the faults they begin. */
public final class Stages {
    private Stages() {}

    /** With the callers of {@code src/test/resources/intake/callers.yaml}; closed when the JVM ends. */
    public static GatewayStage shared() {
        return Shared.STAGE;
    }

    private static final class Shared {
        static final GatewayStage STAGE = start();

        private static GatewayStage start() {
            var stage = GatewayStage.start("--gateway.caller.file=src/test/resources/intake/callers.yaml");
            Runtime.getRuntime().addShutdownHook(new Thread(stage::close, "stage-end"));
            return stage;
        }
    }
}
