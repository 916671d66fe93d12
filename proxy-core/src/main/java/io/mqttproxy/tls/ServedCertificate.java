package io.mqttproxy.tls;

import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that a client was shown, described as OpenSSL does: that is what PROXY protocol receivers know.
 *
 * @param certificate shared with all connections of its bundle
 */
public record ServedCertificate(X509Certificate certificate) {
    private static final Pattern HASH_WITH_KEY = Pattern.compile("(SHA\\d+)with(RSA|ECDSA)");

    /** The one of a finished handshake; null when the engine does not tell, as for a resumed session. */
    static @Nullable ServedCertificate of(SSLSession session) {
        Certificate @Nullable [] own = session.getLocalCertificates();
        return own != null && own.length > 0 && own[0] instanceof X509Certificate certificate
                ? new ServedCertificate(certificate)
                : null;
    }

    /** How it is signed: {@code RSA-SHA256}, {@code ecdsa-with-SHA256}. */
    public String signatureAlgorithm() {
        String name = certificate.getSigAlgName();
        Matcher parts = HASH_WITH_KEY.matcher(name);
        if (!parts.matches()) {
            return name.toUpperCase(Locale.ROOT).replace(' ', '-');
        }
        return parts.group(2).equals("RSA") ? "RSA-" + parts.group(1) : "ecdsa-with-" + parts.group(1);
    }

    /** Kind and size of its key: {@code RSA2048}, {@code EC256}; null for kinds that have no such name. */
    public @Nullable String keyAlgorithm() {
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAPublicKey rsa) {
            return "RSA" + rsa.getModulus().bitLength();
        }
        return key instanceof ECPublicKey ec ? "EC" + curveBits(ec) : null;
    }

    /**
     * How the handshake was signed with its key. No engine tells, but in TLS 1.3 an elliptic curve leaves no choice (RFC 8446
     * section 4.2.3).
     *
     * @param tls a handshake in which it was shown
     * @return null when the key leaves a choice, or nothing was signed because the session was resumed
     */
    public @Nullable String signatureScheme(TlsSession tls) {
        if (tls.resumed()
                || !tls.version().equals("TLSv1.3")
                || !(certificate.getPublicKey() instanceof ECPublicKey ec)) {
            return null;
        }
        return switch (curveBits(ec)) {
            case 256 -> "ecdsa_secp256r1_sha256";
            case 384 -> "ecdsa_secp384r1_sha384";
            case 521 -> "ecdsa_secp521r1_sha512";
            default -> null;
        };
    }

    private static int curveBits(ECPublicKey key) {
        return key.getParams().getCurve().getField().getFieldSize();
    }
}
