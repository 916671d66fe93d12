package io.mqttproxy.relay;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** As whom a probe connects. Immutable; never shows the password. */
public final class ProbeLogin {

    /** What the client identifiers of probes begin with, so that operators know them in the logs of their brokers. */
    public static final String CLIENT_ID_PREFIX = "mqttproxyprobe";

    private final String clientId;
    private final @Nullable String username;
    private final byte @Nullable [] password;

    private ProbeLogin(String clientId, @Nullable String username, byte @Nullable [] password) {
        this.clientId = clientId;
        this.username = username;
        this.password = password;
    }

    /**
     * Without user name and password.
     *
     * @param random makes the client identifier another one each time: brokers end the older session of two with the same.
     *     22 letters and digits, which no broker may refuse (MQTT 3.1.1 section 3.1.3.1)
     */
    public static ProbeLogin anonymous(RandomGenerator random) {
        return anonymous(CLIENT_ID_PREFIX, random);
    }

    /**
     * The same with another beginning of the client identifier, for brokers whose rules ask for one.
     *
     * @param prefix eight letters and digits follow
     */
    public static ProbeLogin anonymous(String prefix, RandomGenerator random) {
        return new ProbeLogin(prefix + "%08x".formatted(random.nextInt()), null, null);
    }

    /**
     * The same probe with an account.
     *
     * @param secret the password, copied
     */
    public ProbeLogin as(String name, byte[] secret) {
        return new ProbeLogin(clientId, name, secret.clone());
    }

    String clientId() {
        return clientId;
    }

    @Nullable String username() {
        return username;
    }

    /** Not to be changed. */
    byte @Nullable [] password() {
        return password;
    }

    @Override
    public String toString() {
        return "ProbeLogin[" + clientId + (username == null ? "" : ", user name " + username) + "]";
    }
}
