package vn.lgsp.gateway.connector;

/** A rule or mapping could not be evaluated: a fault of the connector's declaration, named by its file. */
public class MappingFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Without a cause: an engine's own message would quote the document. */
    public MappingFailed(String message) {
        super(message);
    }

    public MappingFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
