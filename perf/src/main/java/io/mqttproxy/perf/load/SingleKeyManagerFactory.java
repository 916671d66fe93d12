package io.mqttproxy.perf.load;

import java.security.KeyStore;
import java.security.Provider;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import org.jspecify.annotations.Nullable;

/** A factory around a key manager that exists, because Netty caches what it made of keys only behind a factory. */
final class SingleKeyManagerFactory extends KeyManagerFactory {

    SingleKeyManagerFactory(KeyManager manager) {
        super(new Spi(manager), new NoProvider(), "devices");
    }

    private static final class Spi extends KeyManagerFactorySpi {

        private final KeyManager manager;

        Spi(KeyManager manager) {
            this.manager = manager;
        }

        @Override
        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {
            // there is nothing to load
        }

        @Override
        protected void engineInit(@Nullable ManagerFactoryParameters parameters) {
            // as above
        }

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {manager};
        }
    }

    private static final class NoProvider extends Provider {

        private static final long serialVersionUID = 1L;

        NoProvider() {
            super("perf", "1", "keys of devices");
        }
    }
}
