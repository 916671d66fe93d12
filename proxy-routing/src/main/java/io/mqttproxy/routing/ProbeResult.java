package io.mqttproxy.routing;

/**
 * What one probe of a backend found.
 *
 * @param ok whether the backend answered as it should
 * @param reason one short line for the operator, such as {@code connection refused}
 */
public record ProbeResult(boolean ok, String reason) {

    private static final ProbeResult PASSED = new ProbeResult(true, "probe passed");

    /** The backend answered as it should. */
    public static ProbeResult passed() {
        return PASSED;
    }

    /** The backend did not answer, or not as it should, for this reason. */
    public static ProbeResult failed(String reason) {
        return new ProbeResult(false, reason);
    }
}
