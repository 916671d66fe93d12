package io.mqttproxy;

import io.mqttproxy.admin.HashView;
import io.mqttproxy.config.HashConfig;
import io.mqttproxy.config.HashedField;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.Secret;
import io.mqttproxy.relay.NameHash;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out for operators what a client is called in the logs.
 *
 * @param names what writes them
 */
record LoggedNames(NameHash names) implements HashView {

    private static final int KEY_BYTES = 32;

    /** Reads the key; blocks. When it cannot be used, that goes to the problems. */
    static NameHash read(ProxyConfig config, List<Problem> problems) {
        @Nullable HashConfig section = config.logging().hash();
        if (section == null) {
            return NameHash.none();
        }
        try {
            return NameHash.of(section.fields(), key(section.key()));
        } catch (IOException | IllegalArgumentException e) {

            problems.add(new Problem(config.places().of("logging.hash.key"), String.valueOf(e.getMessage())));
            return NameHash.none();
        }
    }

    private static byte[] key(@Nullable Secret configured) throws IOException {
        if (configured != null) {
            return configured.read();
        }
        byte[] own = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(own);
        return own;
    }

    @Override
    public @Nullable String hash(String field, String text) {
        for (HashedField each : HashedField.values()) {
            if (each.configName().equals(field) && names.hides(each)) {
                return names.shown(each, each == HashedField.ADDRESS ? address(text) : text);
            }
        }
        return null;
    }

    /** In the one form that the logs have of it. */
    private static String address(String text) {
        byte @Nullable [] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            if (bytes != null) {
                return InetAddress.getByAddress(bytes).getHostAddress();
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the bytes of an address are none", e);
        }
        throw new IllegalArgumentException("address: " + text + " (expected: an IPv4 or IPv6 address)");
    }
}
