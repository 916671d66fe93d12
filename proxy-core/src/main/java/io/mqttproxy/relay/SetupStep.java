package io.mqttproxy.relay;

/** What a connection is in the middle of before a backend has accepted it. */
public enum SetupStep {
    /** Limits and bans; takes no time, so it is told only when a client is refused here. */
    ADMISSION("admission", false),
    /** Waiting for the PROXY header of a load balancer. */
    PROXY_HEADER("proxy header", false),
    /** The TLS handshake with the client. */
    TLS("tls handshake", false),
    /** Waiting for the client's CONNECT. */
    CONNECT("mqtt connect", false),
    /** What the listener asks of the CONNECT, and the routes. */
    ROUTE("policy and route", false),
    /** Choosing a backend and connecting it, with those that failed before; TLS to it included. */
    BACKEND("backend connect", true),
    /** Waiting for the backend's answer. */
    CONNACK("mqtt connack", true);

    private final String spanName;
    private final boolean asksBackend;

    SetupStep(String spanName, boolean asksBackend) {
        this.spanName = spanName;
        this.asksBackend = asksBackend;
    }

    /** The name of its span, for people. */
    public String spanName() {
        return spanName;
    }

    /** Whether the proxy is the client of somebody else here. */
    boolean asksBackend() {
        return asksBackend;
    }
}
