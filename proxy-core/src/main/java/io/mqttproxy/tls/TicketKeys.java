package io.mqttproxy.tls;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The ticket keys of one policy, derived with HKDF-SHA256 (RFC 5869) from the fleet's secrets, the policy's session-id
 * context and the window of time. No two policies have a key in common, so that a ticket of one never opens another even
 * where an engine forgets to compare session-id contexts; and whoever gets hold of a window's keys reads the tickets of that
 * window only.
 *
 * <p>Everything that goes in is the same in every process with the same configuration.
 */
final class TicketKeys {

    private static final byte[] SALT = "mqtt-tls-proxy session tickets 1".getBytes(StandardCharsets.US_ASCII);

    /** Sizes of {@link OpenSslSessionTicketKey}, in bytes. */
    private static final int PART = 16;

    private final List<byte[]> secrets;
    private final TicketWindows windows;

    /**
     * Takes the secrets over.
     *
     * @param secrets at least one; the first makes the keys for new tickets
     */
    TicketKeys(List<byte[]> secrets, TicketWindows windows) {
        this.secrets = List.copyOf(secrets);
        this.windows = windows;
    }

    /** The keys of a policy at an instant; the first encrypts, all decrypt. */
    OpenSslSessionTicketKey[] of(byte[] policy, Instant now) {
        List<OpenSslSessionTicketKey> keys = new ArrayList<>();
        for (byte[] secret : secrets) {
            for (long window : windows.accepted(now)) {
                byte[] derived = derive(secret, policy, window);
                keys.add(new OpenSslSessionTicketKey(
                        Arrays.copyOfRange(derived, 0, PART),
                        Arrays.copyOfRange(derived, PART, 2 * PART),
                        Arrays.copyOfRange(derived, 2 * PART, 3 * PART)));
            }
        }
        return keys.toArray(new OpenSslSessionTicketKey[0]);
    }

    /** Key name, HMAC key and AES key in a row. */
    byte[] derive(byte[] secret, byte[] policy, long window) {
        byte[] info = ByteBuffer.allocate(policy.length + 2 * Long.BYTES)
                .put(policy)
                .putLong(windows.millis())
                .putLong(window)
                .array();
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(secret, SALT, info));
        byte[] derived = new byte[3 * PART];
        generator.generateBytes(derived, 0, derived.length);
        return derived;
    }
}
