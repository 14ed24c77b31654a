package vn.lgsp.gateway.journey;

/** The one gateway that the tests of a JVM share: it starts when the first of them asks and ends with the JVM. */
public final class Stages {
    private Stages() {}

    public static GatewayStage shared() {
        return Shared.STAGE;
    }

    private static final class Shared {
        /** The feed is polled by the tests themselves. */
        static final GatewayStage STAGE = GatewayStage.start("--POSTAL_POLL=1h");

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(STAGE::close));
        }
    }
}
