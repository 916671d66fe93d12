package io.mqttproxy.rehearsal;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Another device at every second question, so that the proxy meets known ones and new ones. One event loop only. */
final class DeviceKeys extends X509ExtendedKeyManager {

    private static final String ALIAS = "device";

    private final Authority authority;
    private int questions;
    private @Nullable X509Certificate latest;

    DeviceKeys(Authority authority) {
        this.authority = authority;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        X509Certificate device = latest;
        if (device == null || questions++ % 2 == 0) {
            try {
                device = authority.issue("device-" + questions);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a device for the rehearsal", e);
            }
            latest = device;
        }
        return new X509Certificate[] {device};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return authority.key();
    }

    @Override
    public String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return ALIAS;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return ALIAS;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null; // devices serve nobody
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null; // as above
    }
}
