package io.mqttproxy.tls;

import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.KeySource;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK's TLS for commands that talk to a running proxy. Blocks on files; immutable. */
public final class ToolTls {

    private final @Nullable X509ExtendedTrustManager trust;
    private final @Nullable KeyMaterial own;

    private ToolTls(@Nullable X509ExtendedTrustManager trust, @Nullable KeyMaterial own) {
        this.trust = trust;
        this.own = own;
    }

    /** Believes the CAs that this Java runtime comes with. */
    public static ToolTls usual() {
        return new ToolTls(null, null);
    }

    /**
     * Believes the CAs of a PEM file and no others.
     *
     * @throws ConfigException when it cannot be used
     */
    public static ToolTls trusting(FileRef caFile) throws ConfigException {
        try {
            return new ToolTls(PkixTrust.of(PemReader.certificates(caFile)), null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no PKIX in this Java runtime", e);
        }
    }

    /**
     * Believes one certificate and no other, whatever names are in it: the first of a bundle.
     *
     * @throws ConfigException when the bundle cannot be read
     */
    public static ToolTls pinned(CertificateConfig bundle) throws ConfigException {
        KeySource keys = bundle.keys();
        Certificate leaf = keys instanceof KeySource.Pem pem
                ? PemReader.certificates(pem.certFile()).get(0)
                : KeyEntry.read(keys).chain().get(0);
        return new ToolTls(new PinnedTrust(leaf), null);
    }

    /**
     * The same with a certificate to show.
     *
     * @throws ConfigException when key and certificate cannot be used, now or at all
     */
    public ToolTls showing(CertificateConfig bundle, InstantSource clock) throws ConfigException {
        return new ToolTls(trust, KeyMaterial.load(bundle, clock));
    }

    /** A context with these decisions. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust == null ? null : new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS in this Java runtime", e);
        }
    }

    private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
        if (own == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("own", own.key(), new char[0], own.chain().toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }
}
