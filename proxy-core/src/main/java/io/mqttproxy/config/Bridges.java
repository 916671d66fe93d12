package io.mqttproxy.config;

/** What to do with the bridge bit of the protocol level, which mosquitto's bridges set. */
public enum Bridges {
    /** Leave it. */
    PASS("pass"),
    /** Clear it, so that the backend sees an ordinary client. */
    STRIP("strip"),
    /** Refuse the client. */
    REJECT("reject");

    private final String configName;

    Bridges(String configName) {
        this.configName = configName;
    }

    /** The word in the configuration. */
    public String configName() {
        return configName;
    }
}
