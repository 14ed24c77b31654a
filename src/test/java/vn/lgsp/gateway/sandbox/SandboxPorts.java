package vn.lgsp.gateway.sandbox;

/** Where the stand-ins listen; 0 = any free port. */
public record SandboxPorts(int control, int portal, int payment, int population, int post, int oneStop, int ngsp,
        int exchange, int province) {

    public static final SandboxPorts STANDARD = new SandboxPorts(9100, 9101, 9102, 9105, 9103, 9104, 9106, 9111, 9112);
    public static final SandboxPorts FREE = new SandboxPorts(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
