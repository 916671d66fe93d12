package io.mqttproxy.proxyprotocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Headers and field sets from a seed, the same ones in every run. */
final class RandomHeaders {
    private final SplittableRandom random;

    RandomHeaders(long seed) {
        random = new SplittableRandom(seed);
    }

    ProxyHeader header() throws UnknownHostException {
        return new ProxyHeader(
                endpoint(),
                endpoint(),
                often() ? tls() : null,
                text(20),
                text(200),
                often() ? bytes(140) : null,
                often() ? List.of() : List.of(new CustomTlv(0xE0 + random.nextInt(16), "x" + random.nextInt(99))));
    }

    Set<Tlv> tlvs() {
        Set<Tlv> tlvs = EnumSet.copyOf(Headers.OPTIONAL);
        tlvs.removeIf(tlv -> !often());
        return tlvs;
    }

    private InetSocketAddress endpoint() throws UnknownHostException {
        byte[] address = new byte[often() ? 4 : 16];
        random.nextBytes(address);
        return new InetSocketAddress(InetAddress.getByAddress(address), 1 + random.nextInt(0xFFFF));
    }

    private TlsFacts tls() {
        return new TlsFacts(
                random.nextInt(2) == 0 ? "TLSv1.3" : "TLSv1.2",
                random.nextInt(2) == 0 ? "TLS_AES_256_GCM_SHA384" : "ECDHE-ECDSA-AES128-GCM-SHA256",
                often(),
                random.nextInt(2) == 0,
                text(200),
                new HandshakeDetails(
                        often() ? "RSA-SHA256" : null,
                        often() ? "EC256" : null,
                        often() ? "X25519MLKEM768" : null,
                        often() ? "ecdsa_secp256r1_sha256" : null),
                null);
    }

    private @Nullable String text(int maximumCharacters) {
        if (!often()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maximumCharacters + 1); i > 0; i--) {
            text.appendCodePoint(character());
        }
        return text.toString();
    }

    /** Mostly ASCII, some of two, three and four bytes, and very seldom a control character or half of one. */
    private int character() {
        return switch (random.nextInt(1000)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0x7F + random.nextInt(0x21);
            case 2 -> 0xD800 + random.nextInt(0x800);
            case 3 -> 0xA0 + random.nextInt(0x760);
            case 4 -> 0x800 + random.nextInt(0xD000);
            case 5 -> 0x10000 + random.nextInt(0x100000);
            default -> 0x20 + random.nextInt(0x5F);
        };
    }

    private byte[] bytes(int maximumLength) {
        byte[] bytes = new byte[random.nextInt(maximumLength + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private boolean often() {
        return random.nextInt(4) != 0;
    }
}
