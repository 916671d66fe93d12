package io.mqttproxy.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The proxy.yaml of the quickstart; short enough to be read, and a fair start for one's own. */
final class ProxyConfiguration {

    private ProxyConfiguration() {}

    /** Writes it to {@code folder/proxy.yaml}, over the one of an earlier run. */
    static Path write(Path folder, Certificates certificates, Ports ports, BrokerPair brokers) throws IOException {
        Path file = folder.resolve("proxy.yaml");
        String certs = folder.relativize(certificates.folder()).toString();
        return Files.writeString(
                file,
                text(certs, ports, brokers.first().port(), brokers.second().port()));
    }

    static String text(String certs, Ports ports, int firstBroker, int secondBroker) {
        return """
                # Written by "mqtt-proxy quickstart", and again whenever it starts.
                certificates:
                  server: {certFile: %1$s/server.pem, keyFile: %1$s/server.key}

                listeners:
                  one-way:                         # the server proves who it is
                    bind: 127.0.0.1:%2$d
                    tls: {certificates: [server]}
                  mutual:                          # so does the device, and the broker gets to know its name
                    bind: 127.0.0.1:%3$d
                    tls: {certificates: [server], clientAuth: required, caFile: %1$s/ca.pem}
                    identity: {from: subject.cn}
                    connect:
                      username: "${identity}"
                      userProperties: {x-device-cn: "${cert.subject.cn}"}

                routes:
                  - {to: brokers}

                clusters:
                  brokers:                         # the same client identifier always gets the same broker
                    backends: [127.0.0.1:%4$d, 127.0.0.1:%5$d]
                    balance: {policy: rendezvous, key: clientId}

                admin: {bind: 127.0.0.1:%6$d}
                logging: {format: text, access: stdout}
                """.formatted(certs, ports.oneWay(), ports.mutual(), firstBroker, secondBroker, ports.admin());
    }
}
