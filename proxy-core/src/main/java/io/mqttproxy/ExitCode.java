package io.mqttproxy;

/** Exit codes; the same for every command. */
final class ExitCode {

    static final int OK = 0;

    /** The configuration is wrong, or the start failed: starting again without a change does not help. */
    static final int CONFIGURATION = 1;

    static final int USAGE = 2;

    /** A defect of the proxy (EX_SOFTWARE of sysexits.h). */
    static final int INTERNAL = 70;

    private ExitCode() {}
}
