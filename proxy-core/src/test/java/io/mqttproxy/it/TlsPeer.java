package io.mqttproxy.it;

import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command line clients of two TLS implementations that are not the proxy's, each sending one MQTT CONNECT. */
final class TlsPeer {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern ALERT = Pattern.compile("SSL alert number (\\d+)|Received alert \\[(\\d+)]");
    /** What openssl and gnutls say of a connection that was reset, in this order. */
    private static final Pattern RESET =
            Pattern.compile("(?:read|write):errno=[1-9]|Error in the (?:push|pull) function");

    private static final String CONNACK = " \u0002\u0000\u0000";

    private final TestPki pki;

    TlsPeer(TestPki pki) {
        this.pki = pki;
    }

    /**
     * How it went.
     *
     * @param served whether a CONNACK came
     * @param alert the number of the alert that the client saw, 0 = none
     * @param reset whether the connection was reset under it
     * @param output everything that it said
     */
    record Outcome(boolean served, int alert, boolean reset, String output) {}

    /** Debian's openssl; {@code options} as typed in a shell. */
    Outcome openssl(int port, @Nullable TestCertificate certificate, String options) {
        List<String> arguments = new ArrayList<>(List.of(
                "s_client",
                "-connect",
                "localhost:" + port,
                "-servername",
                "localhost",
                "-CAfile",
                pki.caFile().toString(),
                "-verify_return_error"));
        if (certificate != null) {
            arguments.addAll(List.of(
                    "-cert", certificate.leafOnlyFile().toString(),
                    "-key", certificate.keyFile().toString(),
                    "-cert_chain", pki.issuing().certFile().toString()));
        }
        return run("openssl", arguments, options);
    }

    /** Debian's gnutls-cli; {@code options} as typed in a shell. */
    Outcome gnutls(int port, @Nullable TestCertificate certificate, String options) {
        List<String> arguments = new ArrayList<>(
                List.of("--x509cafile", pki.caFile().toString(), "-p", Integer.toString(port), "localhost"));
        if (certificate != null) {
            arguments.addAll(List.of(
                    "--x509certfile", certificate.certFile().toString(),
                    "--x509keyfile", certificate.keyFile().toString()));
        }
        return run("gnutls-cli", arguments, options);
    }

    private Outcome run(String program, List<String> arguments, String options) {
        if (!options.isEmpty()) {
            arguments.addAll(List.of(options.split(" ")));
        }
        ProgramResult result = RunningProgram.runWithInput(
                LIMIT, Packets.connect311("peer"), program, arguments.toArray(new String[0]));
        String output = result.stdout() + result.stderr();
        Matcher alert = ALERT.matcher(output);
        int number = alert.find() ? Integer.parseInt(alert.group(1) == null ? alert.group(2) : alert.group(1)) : 0;
        return new Outcome(
                result.stdout().contains(CONNACK), number, RESET.matcher(output).find(), output);
    }
}
