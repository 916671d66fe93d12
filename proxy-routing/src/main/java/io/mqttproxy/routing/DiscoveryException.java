package io.mqttproxy.routing;

/** A look for backends that found none. Has no stack trace: it says something about the world and not about the code. */
public final class DiscoveryException extends Exception {

    private static final long serialVersionUID = 1L;

    private final DiscoveryResult result;

    /**
     * @param result not {@link DiscoveryResult#OK}
     * @param message one short line for the operator
     */
    public DiscoveryException(DiscoveryResult result, String message) {
        super(message, null, false, false);
        this.result = result;
    }

    /** What kind of failure. */
    public DiscoveryResult result() {
        return result;
    }
}
