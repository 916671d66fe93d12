package io.mqttproxy.tls;

import io.mqttproxy.config.ClientAuth;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;

/** The contexts of a listener with one bundle, and where a decision about clients has to be the same. */
record OpenListener(TlsContexts contexts) implements AutoCloseable {

    /** A depth that no chain of these tests reaches. */
    static final int DEEP = 10;

    static OpenListener open(
            TestPki pki, TlsEngine engine, ClientAuth clientAuth, @Nullable Path caFile, int verifyDepth)
            throws Exception {
        TestCertificate server = pki.server();
        KeyMaterial material =
                KeyMaterial.load(Sections.bundle(server.certFile(), server.keyFile(), null), InstantSource.system());
        TlsConfig tls = Sections.tls(clientAuth, caFile, verifyDepth);
        return new OpenListener(TlsContexts.build(
                Sections.listener("mqtts", tls),
                tls,
                Map.of("server", material),
                TlsServices.of(engine, InstantSource.system())));
    }

    /** One that requires certificates of the root. */
    static OpenListener requiring(TestPki pki, TlsEngine engine) throws Exception {
        return open(pki, engine, ClientAuth.REQUIRED, pki.caFile(), DEEP);
    }

    /** Both engines with both versions, as arguments of a test. */
    static Stream<Arguments> everywhere() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of("TLSv1.3", "TLSv1.2").map(version -> Arguments.of(engine, version)));
    }

    Handshake handshake(TestDevice device, String version) {
        return Handshake.between(device.engine(version), contexts);
    }

    @Override
    public void close() {
        contexts.close();
    }
}
