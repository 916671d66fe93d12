package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.Source;
import io.netty.handler.ssl.OpenSsl;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The cipher suites of an engine: Netty and the engines drop names that they do not know without a word. */
final class KnownSuites {

    private static final List<String> TLS_13 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private KnownSuites() {}

    /**
     * Refuses suites that the engine does not have.
     *
     * @param suites the configured names; empty = nothing to check
     * @param source the section that has them
     * @throws ConfigException with one problem for each unknown name
     */
    static void require(List<String> suites, Source source, TlsEngine engine) throws ConfigException {
        if (suites.isEmpty()) {
            return;
        }
        Set<String> known = of(engine);
        List<Problem> problems = suites.stream()
                .filter(suite -> !known.contains(suite))
                .map(suite -> new Problem(
                        source,
                        "cipherSuites: " + suite + " (expected: of "
                                + known.stream().sorted().toList() + ")"))
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        if (engine == TlsEngine.NATIVE) {
            requireAllOrNone(suites, source);
        }
    }

    /** BoringSSL can leave out TLS 1.3 as a whole and none of its suites: a shorter list would promise what is not kept. */
    private static void requireAllOrNone(List<String> suites, Source source) throws ConfigException {
        List<String> missing =
                TLS_13.stream().filter(suite -> !suites.contains(suite)).toList();
        if (!missing.isEmpty() && missing.size() < TLS_13.size()) {
            throw new ConfigException(List.of(new Problem(
                    source,
                    "cipherSuites: without " + String.join(", ", missing)
                            + " (expected: all suites of TLS 1.3, or none and versions: [TLSv1.2], because BoringSSL"
                            + " has them all or none)")));
        }
    }

    private static Set<String> of(TlsEngine engine) {
        if (engine == TlsEngine.NATIVE) {
            return OpenSsl.availableJavaCipherSuites();
        }
        try {
            SSLContext probe = SSLContext.getInstance("TLS");
            probe.init(null, new TrustManager[] {new NobodyTrusted()}, null);
            return Set.of(probe.getSupportedSSLParameters().getCipherSuites());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }
}
