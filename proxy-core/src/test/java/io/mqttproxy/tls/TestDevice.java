package io.mqttproxy.tls;

import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A device that uses the JDK's TLS and sends the certificate that it was given, whatever CAs the server names. It takes
 * all servers for the same one, so that it offers the ticket of one to another.
 */
final class TestDevice {

    private static final int PORT = 8883;

    private final SSLContext context;

    private TestDevice(SSLContext context) {
        this.context = context;
    }

    static TestDevice without(TestPki pki) {
        return trusting(List.of(pki.root().certificate()));
    }

    /** Without a certificate of its own, for servers of other authorities. */
    static TestDevice trusting(List<X509Certificate> authorities) {
        return new TestDevice(context(authorities, null));
    }

    static TestDevice with(TestPki pki, TestCertificate certificate) {
        return with(pki, certificate.privateKey(), certificate.chain());
    }

    static TestDevice with(TestPki pki, PrivateKey key, List<X509Certificate> chain) {
        return new TestDevice(context(List.of(pki.root().certificate()), new OneCertificate(key, chain)));
    }

    private static SSLContext context(List<X509Certificate> authorities, @Nullable KeyManager own) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (X509Certificate authority : authorities) {
                trusted.setCertificateEntry(authority.getSubjectX500Principal().getName(), authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own == null ? new KeyManager[0] : new KeyManager[] {own}, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The client's end of a connection. */
    SSLEngine engine(String version) {
        return engine(version, "localhost");
    }

    SSLEngine engine(String version, String serverName) {
        SSLEngine engine = context.createSSLEngine("localhost", PORT);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Always has the one certificate, where the JDK's own managers send only what the server asks for. */
    private static final class OneCertificate extends X509ExtendedKeyManager {

        private static final String ALIAS = "device";

        private final PrivateKey key;
        private final X509Certificate[] chain;

        OneCertificate(PrivateKey key, List<X509Certificate> chain) {
            this.key = key;
            this.chain = chain.toArray(new X509Certificate[0]);
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
