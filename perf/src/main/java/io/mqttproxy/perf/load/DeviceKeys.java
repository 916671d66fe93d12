package io.mqttproxy.perf.load;

import io.mqttproxy.perf.pki.Devices;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Picks the certificate of the device that a connection belongs to. Which one it is stands in the engine's peer port, a
 * number that TLS itself does not use.
 */
final class DeviceKeys extends X509ExtendedKeyManager {

    private final Devices devices;

    DeviceKeys(Devices devices) {
        this.devices = devices;
    }

    @Override
    public String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (engine == null) {
            throw new IllegalStateException("an engine says whose certificate is wanted, and there is none");
        }
        return Integer.toString(engine.getPeerPort());
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {devices.certificate(Integer.parseInt(alias))};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return devices.key();
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }
}
