package io.mqttproxy.proxyprotocol;

import org.jspecify.annotations.Nullable;

/**
 * What the SSL TLV says of the client's TLS session.
 *
 * @param version as OpenSSL writes it: {@code TLSv1.3}, {@code TLSv1.2}
 * @param cipher OpenSSL's name: {@code TLS_AES_256_GCM_SHA384}, {@code ECDHE-ECDSA-AES128-GCM-SHA256}
 * @param certificateVerified whether the session has a client certificate that passed verification
 * @param resumed whether the session was resumed, so that the certificate came with an earlier connection
 * @param commonName the subject's common name, or null when it has none; sent only when {@code certificateVerified}
 */
public record TlsFacts(
        String version,
        String cipher,
        boolean certificateVerified,
        boolean resumed,
        @Nullable String commonName) {}
