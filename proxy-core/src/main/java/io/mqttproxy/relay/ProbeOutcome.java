package io.mqttproxy.relay;

/** How a backend answered a probe. */
public sealed interface ProbeOutcome {

    /** One short line, for logs and health. */
    String reason();

    /** Whether there was a CONNACK: PROXY header, TLS and MQTT are understood there. */
    default boolean answersMqtt() {
        return this instanceof Accepted || this instanceof Refused;
    }

    /** A CONNACK that accepts. */
    record Accepted() implements ProbeOutcome {
        @Override
        public String reason() {
            return "CONNACK";
        }
    }

    /**
     * A CONNACK that refuses.
     *
     * @param code the return code (MQTT 3.1.1 section 3.2.2.3)
     */
    record Refused(int code) implements ProbeOutcome {
        @Override
        public String reason() {
            return "CONNACK with return code " + code;
        }
    }

    /** The end of the connection instead of a CONNACK. */
    record Closed() implements ProbeOutcome {
        @Override
        public String reason() {
            return "closed without a CONNACK";
        }
    }

    /** Nothing came in time. */
    record Silent() implements ProbeOutcome {
        @Override
        public String reason() {
            return "no CONNACK in time";
        }
    }

    /** Bytes that are no CONNACK. */
    record NotMqtt(OtherProtocol protocol) implements ProbeOutcome {
        @Override
        public String reason() {
            return "no CONNACK but " + protocol;
        }
    }

    /** There is no TCP connection. */
    record NotConnected(ConnectFailure failure) implements ProbeOutcome {
        @Override
        public String reason() {
            return failure.label();
        }
    }

    /**
     * TLS did not come up, or broke before the CONNACK.
     *
     * @param cause whose fault that is
     * @param words those of the TLS engine
     */
    record TlsFailed(TlsCause cause, String words) implements ProbeOutcome {
        @Override
        public String reason() {
            return "TLS: " + words;
        }
    }

    /** What was wrong with TLS. */
    enum TlsCause {
        /** The certificate: not of our CAs, another name, out of date. */
        CERTIFICATE,
        /** The backend answered something else than TLS. */
        NOT_TLS,
        /** An alert of the backend, a close in the middle, no common version. */
        OTHER
    }
}
