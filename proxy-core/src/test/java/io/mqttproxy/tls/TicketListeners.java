package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Listeners with one bundle each, built from the text of a proxy.yaml as a process of its own would build them. */
final class TicketListeners implements AutoCloseable {

    private final Path folder;
    private final TestCertificate server;
    private final InstantSource clock;
    private final List<TlsContexts> opened = new ArrayList<>();

    TicketListeners(Path folder, TestPki pki, InstantSource clock) {
        this.folder = folder;
        this.server = pki.server();
        this.clock = clock;
    }

    /** Opens the listener {@code mqtts}, whose bundle is called {@code server}. */
    TlsContexts open(String tls) throws Exception {
        return open("mqtts", "server", tls, "");
    }

    /**
     * Opens a listener.
     *
     * @param tls keys of its TLS section, without the certificates, in flow style
     * @param more lines of the listener, not indented
     */
    TlsContexts open(String listener, String bundle, String tls, String more) throws Exception {
        String yaml = """
                certificates:
                  %s: {certFile: %s, keyFile: %s}
                listeners:
                  %s:
                    bind: 127.0.0.1:0
                    tls: {certificates: [%s], %s}
                %s
                clusters: {brokers: {backends: [127.0.0.1:1883]}}
                """.formatted(bundle, server.certFile(), server.keyFile(), listener, bundle, tls, more.indent(4));
        Path file = Files.writeString(folder.resolve("proxy-" + opened.size() + ".yaml"), yaml);
        ProxyConfig config = new ConfigLoader(Map.of()).load(file);
        ListenerConfig section = Objects.requireNonNull(config.listeners().get(listener));
        Map<String, KeyMaterial> bundles = new HashMap<>();
        bundles.put(
                bundle,
                KeyMaterial.load(Objects.requireNonNull(config.certificates().get(bundle)), InstantSource.system()));
        TlsContexts contexts = TlsContexts.build(
                section, Objects.requireNonNull(section.tls()), bundles, TlsServices.of(TlsEngine.NATIVE, clock));
        opened.add(contexts);
        return contexts;
    }

    @Override
    public void close() {
        opened.forEach(TlsContexts::close);
    }
}
