package io.mqttproxy.adminclient;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What an operator can do about a TLS connection to an admin port that did not come about. */
final class TlsTrouble {

    /** The JDK's words for an alert (RFC 8446 section 6) of the other side. */
    private static final Pattern ALERT = Pattern.compile("[Rr]eceived fatal alert: (\\w+)");

    private static final String OWN = "the proxy refuses the certificate of --cert: ";
    private static final String WANTED =
            "the proxy wants a client certificate (expected: --cert and --key, of a CA of admin.tls.caFile)";

    private static final Map<String, String> ALERTS = Map.of(
            "certificate_required", WANTED,
            "handshake_failure", "no agreement on TLS, or " + WANTED,
            "protocol_version", "no common version of TLS (expected: one of admin.tls.versions)",
            "bad_certificate", OWN + "it cannot be used",
            "certificate_expired", OWN + "it has expired, or is not valid yet",
            "certificate_revoked", OWN + "it is revoked",
            "certificate_unknown", OWN + "whether it is revoked is not known",
            "unknown_ca", OWN + "it is of no CA of admin.tls.caFile");

    private TlsTrouble() {}

    /** In words; null when TLS is not what is wrong. */
    static @Nullable String of(IOException failure) {
        @Nullable String told = null;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            @Nullable String words = told(cause);
            told = words == null ? told : words; // what lies deeper is more exact
        }
        return told;
    }

    private static @Nullable String told(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
            return "its certificate is not valid now: " + message
                    + " (expected: one that is, and a clock that is right)";
        }
        if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
            return "its certificate is not believed: " + message + " (expected: --ca with the CA that has signed it)";
        }
        if (cause instanceof CertificateException) {
            return "its certificate is not believed: " + message
                    + " (expected: --admin with a name in it, and --ca with the CA that has signed it)";
        }
        return cause instanceof SSLException ? ofTheOtherSide(message) : null;
    }

    private static String ofTheOtherSide(String message) {
        Matcher alert = ALERT.matcher(message);
        if (alert.find()) {
            return ALERTS.getOrDefault(alert.group(1), "the proxy ends TLS: " + alert.group(1));
        }
        if (message.contains("nrecognized SSL message")) {
            return "this port does not speak TLS (expected: --admin http://…)";
        }
        return message.contains("terminated the handshake")
                ? "the proxy ends TLS without a word; perhaps " + WANTED
                : "TLS: " + message;
    }
}
