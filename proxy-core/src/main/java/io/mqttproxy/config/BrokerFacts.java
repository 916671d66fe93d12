package io.mqttproxy.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a kind of broker is known to do with what the proxy can send it.
 *
 * @param header whether its MQTT port takes PROXY headers
 * @param reads what of a header, besides the addresses, anybody behind the port can make use of: names of TLVs; null = all,
 *     or not known
 * @param fatal names of TLVs that make it close the connection
 * @param userName what it makes of the client certificate's common name in a header
 * @param needsPassword whether it refuses a user name that comes without a password
 * @param mqtt5 whether it speaks MQTT 5
 * @param headerSetting what to set there, and where, so that it takes a header of version {@code {}}; empty = nothing
 */
public record BrokerFacts(
        Header header,
        @Nullable Set<String> reads,
        Set<String> fatal,
        UserName userName,
        boolean needsPassword,
        boolean mqtt5,
        String headerSetting) {

    private static final String VERSION = "{}";

    /** Whether a port takes PROXY headers. */
    public enum Header {
        /** No version of this broker does. */
        NEVER,
        /** A port that is switched to it closes every connection without one; it tells the versions apart. */
        MANDATORY,
        /** The same, but a port takes one version only. */
        MANDATORY_ONE_VERSION,
        /** With or without, as it comes. */
        OPTIONAL,
        /** Not known. */
        UNKNOWN
    }

    /** What becomes of the common name in a header. */
    public enum UserName {
        /** Nothing; the broker does not look at it. */
        IGNORED,
        /** The user name, where the broker is told so. */
        WHERE_CONFIGURED,
        /** The user name in place of the CONNECT's, unless the broker is told not to. */
        BY_DEFAULT,
        /** Not known. */
        UNKNOWN
    }

    /** Whether identity can travel in a header. */
    boolean takesIdentityFromHeaders() {
        return userName != UserName.IGNORED;
    }

    /**
     * What to set at the broker so that it takes a header; words for an operator.
     *
     * @param version {@code v1} or {@code v2}
     */
    public String switchOn(String version) {
        return headerSetting.isEmpty()
                ? "switch the PROXY protocol on there"
                : "set " + headerSetting.replace(VERSION, version.substring(1));
    }

    /** The same for a broker that shall take no header. */
    public String switchOff() {
        return headerSetting.isEmpty()
                ? "switch the PROXY protocol off"
                : "take back " + headerSetting.replace(" " + VERSION, "");
    }
}
