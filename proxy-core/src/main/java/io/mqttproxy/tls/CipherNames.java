package io.mqttproxy.tls;

/**
 * OpenSSL's names of cipher suites, which PROXY protocol receivers and operators know, from the names Java uses.
 *
 * <p>TLS 1.3 suites have one name only; the older ones turn from {@code TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256} into
 * {@code ECDHE-ECDSA-AES128-GCM-SHA256}.
 */
final class CipherNames {

    private CipherNames() {}

    static String openSsl(String javaName) {
        int with = javaName.indexOf("_WITH_");
        if (with < 0) {
            return javaName;
        }
        int start = javaName.indexOf('_') + 1;
        String keyExchange = javaName.substring(start, with);
        String cipher = javaName.substring(with + "_WITH_".length())
                .replace("AES_128", "AES128")
                .replace("AES_256", "AES256")
                .replace("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305");
        if (!keyExchange.endsWith("PSK")) { // OpenSSL's names of these say CBC
            cipher = cipher.replace("_CBC_", "_");
        }
        String name = keyExchange.equals("RSA") ? cipher : keyExchange + "_" + cipher;
        return name.replace('_', '-');
    }
}
