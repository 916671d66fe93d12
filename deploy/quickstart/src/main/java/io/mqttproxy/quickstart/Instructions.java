package io.mqttproxy.quickstart;

import java.nio.file.Path;

/**
 * What to paste where. Paths are absolute, so that a line works in any terminal.
 *
 * @param folder everything that was written
 * @param certificates the PEM files
 * @param ports of the proxy
 * @param brokers behind the proxy
 */
record Instructions(Path folder, Certificates certificates, Ports ports, BrokerPair brokers) {

    /** The whole text; {@code millis} since the process started. */
    String text(long millis) {
        int firstPort = brokers.first().port();
        int secondPort = brokers.second().port();
        Placement placement = Placement.over(firstPort, secondPort);
        int portOfA = placement.port(Certificates.DEVICE_A);
        String clientB = placement.elsewhere(Certificates.DEVICE_B, portOfA);
        String brokerOfA = portOfA == firstPort ? "broker-1" : "broker-2";
        String brokerOfB = portOfA == firstPort ? "broker-2" : "broker-1";
        return """

                mqtt-proxy serves after %d.%03d s, all on this machine:

                  one-way TLS  127.0.0.1:%d      broker-1  127.0.0.1:%d
                  mutual TLS   127.0.0.1:%d      broker-2  127.0.0.1:%d   (bridged: each message reaches both)
                  admin        127.0.0.1:%d      files     %s

                Each pair of lines below: the first in one terminal, then the second in another.

                1. One-way TLS, any client:

                %s
                %s

                2. Mutual TLS; the broker gets the certificate's name as username:

                %s
                %s

                3. From device-a on %s to %s on %s:

                %s
                %s

                What operators see:

                curl -s http://127.0.0.1:%d/metrics

                Ctrl-C stops everything.

                """.formatted(
                        millis / 1000,
                        millis % 1000,
                        ports.oneWay(),
                        firstPort,
                        ports.mutual(),
                        secondPort,
                        ports.admin(),
                        folder,
                        oneWay("mosquitto_sub", "-t demo/hello -C 1 -v"),
                        oneWay("mosquitto_pub", "-t demo/hello -m hello"),
                        mutual("mosquitto_sub", Certificates.DEVICE_B, "-t demo/mutual -C 1 -v"),
                        mutual("mosquitto_pub", Certificates.DEVICE_A, "-t demo/mutual -m hello"),
                        brokerOfA,
                        clientB,
                        brokerOfB,
                        mutual("mosquitto_sub", Certificates.DEVICE_B, "-i " + clientB + " -t demo/across -C 1 -v"),
                        mutual("mosquitto_pub", Certificates.DEVICE_A, "-i device-a -t demo/across -m hello"),
                        ports.admin());
    }

    private String oneWay(String program, String rest) {
        return "%s -h 127.0.0.1 -p %d --cafile %s %s"
                .formatted(program, ports.oneWay(), quoted(certificates.certificate(Certificates.AUTHORITY)), rest);
    }

    private String mutual(String program, String device, String rest) {
        return "%s -h 127.0.0.1 -p %d --cafile %s --cert %s --key %s %s"
                .formatted(
                        program,
                        ports.mutual(),
                        quoted(certificates.certificate(Certificates.AUTHORITY)),
                        quoted(certificates.certificate(device)),
                        quoted(certificates.key(device)),
                        rest);
    }

    /** As a POSIX shell reads it back. */
    static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9/._+:@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
