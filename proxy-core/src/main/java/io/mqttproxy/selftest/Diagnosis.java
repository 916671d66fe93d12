package io.mqttproxy.selftest;

import io.mqttproxy.config.BrokerFacts;
import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.Profile;
import io.mqttproxy.relay.ConnectFailure;
import io.mqttproxy.relay.OtherProtocol;
import io.mqttproxy.relay.ProbeOutcome;
import io.mqttproxy.relay.ProbeOutcome.TlsCause;
import org.jspecify.annotations.Nullable;

/** Words for what was seen at one backend: what is wrong, on which side, and what to change. Pure. */
final class Diagnosis {

    private static final int UNSUPPORTED_VERSION = 1; // return codes: MQTT 3.1.1 section 3.2.2.3
    private static final int SERVER_UNAVAILABLE = 3;

    private final ClusterConfig cluster;
    private final String backend;
    private final BrokerFacts facts;

    /**
     * For one backend.
     *
     * @param backend how findings begin
     */
    Diagnosis(ClusterConfig cluster, String backend) {
        this.cluster = cluster;
        this.backend = backend;
        Profile profile = cluster.profile() == null ? Profile.GENERIC : cluster.profile();
        this.facts = profile.facts();
    }

    /** Null when other attempts may tell more. */
    @Nullable Finding asConfigured(Attempt configured, ProbeOutcome outcome) {
        if (outcome instanceof ProbeOutcome.Accepted) {
            return fine("takes clients" + behind(configured));
        } else if (outcome instanceof ProbeOutcome.Refused refused) {
            return refused(configured, refused.code());
        } else if (outcome instanceof ProbeOutcome.NotConnected failed) {
            return wrong(notConnected(failed.failure()));
        } else if (outcome instanceof ProbeOutcome.NotMqtt other) {
            return wrong(otherProtocol(other.protocol()));
        } else if (outcome instanceof ProbeOutcome.TlsFailed tls && tls.cause() == TlsCause.CERTIFICATE) {
            return wrong("shows a certificate that is not believed: " + tls.words() + " (expected: one for "
                    + expectedName() + ", signed by a CA in " + caFile() + ")");
        }
        return null;
    }

    private static String behind(Attempt attempt) {
        return attempt.hasHeader() ? " behind a " + attempt.headerWords() : "";
    }

    private Finding refused(Attempt configured, int code) {
        return switch (code) {
            case SERVER_UNAVAILABLE ->
                wrong("answers that it is unavailable (CONNACK with return code 3): look into its log");
            case UNSUPPORTED_VERSION -> fine("speaks MQTT" + behind(configured) + ", but not version 3.1.1");
            default ->
                fine("speaks MQTT" + behind(configured)
                        + " and refuses a client without an account (CONNACK with return code " + code + ")");
        };
    }

    private static String notConnected(ConnectFailure failure) {
        return switch (failure) {
            case REFUSED -> "refuses the TCP connection: does the broker run, on this port and not on loopback only?";
            case TIMEOUT -> "does not answer the TCP connection: is there a firewall, or no machine?";
            case UNREACHABLE -> "cannot be reached: there is no network path to it";
            case UNRESOLVED -> "has no address: its host name is unknown to DNS and the hosts file of this machine";
            case TLS, OTHER -> "cannot be connected: no socket, for example no free file descriptor or local port";
        };
    }

    private String otherProtocol(OtherProtocol protocol) {
        return switch (protocol) {
            case HTTP -> "answers with HTTP, not MQTT: is that its admin or WebSocket port?";
            case TLS -> "answers with TLS, not MQTT: add clusters." + cluster.name() + ".tls, or name its plain port";
            case AMQP ->
                "answers with AMQP, not MQTT: with RabbitMQ that is port 5672, its MQTT plugin listens on 1883";
            case XMPP -> "answers with XMPP, not MQTT: that is another listener of the server";
            case SSH -> "answers with SSH, not MQTT";
            case UNKNOWN -> "answers with something that is not MQTT: is the port right?";
        };
    }

    /** When another attempt got its CONNACK. */
    Finding works(Attempt configured, ProbeOutcome first, Attempt other) {
        if (other.header().asVerifiedClient() && other.tls() == configured.tls()) {
            return fine("takes clients" + behind(other) + ", and no others");
        }
        if (other.tls() != configured.tls()) {
            return wrong("speaks plain MQTT and not TLS on this port: name its TLS port, or leave out clusters."
                    + cluster.name() + ".tls");
        }
        String here = "proxyProtocol: "
                + (other.hasHeader() ? other.header().version().configName() : "off") + " here";
        if (!configured.hasHeader()) {
            return wrong(did(first) + " without a PROXY header and takes clients behind a " + other.headerWords() + ": "
                    + here + ", or " + facts.switchOff() + " there");
        }
        return wrong(did(first) + " after the PROXY header and takes clients "
                + (other.hasHeader() ? "behind a " + other.headerWords() : "without one") + ": "
                + facts.switchOn(configured.header().version().configName()) + ", or " + here);
    }

    /** When no attempt got one. */
    Finding nothingWorks(Attempt configured, ProbeOutcome first) {
        if (first instanceof ProbeOutcome.TlsFailed failed) {
            return wrong("does not complete the TLS handshake: " + failed.words()
                    + " (expected: TLS on that port, a protocol version in common, and clusters." + cluster.name()
                    + ".tls.certificate where it asks for one)");
        }
        return wrong(did(first) + ", with a PROXY header and without: is that port for MQTT"
                + (configured.tls()
                        ? " over TLS, and does it want a certificate (clusters." + cluster.name() + ".tls.certificate)?"
                        : " without TLS?"));
    }

    private static String did(ProbeOutcome outcome) {
        return outcome instanceof ProbeOutcome.Silent ? "does not answer a CONNECT" : "closed the connection";
    }

    private String expectedName() {
        return cluster.tls() == null || cluster.tls().serverName() == null
                ? "the host in the backend's address"
                : cluster.tls().serverName();
    }

    private String caFile() {
        return cluster.tls() == null ? "caFile" : cluster.tls().caFile().configured();
    }

    private Finding fine(String text) {
        return new Finding(true, backend, text);
    }

    private Finding wrong(String text) {
        return new Finding(false, backend, text);
    }
}
