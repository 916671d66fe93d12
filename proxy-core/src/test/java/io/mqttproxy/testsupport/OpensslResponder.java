package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code openssl ocsp} as the responder of an authority, with certificates in its index. */
public final class OpensslResponder implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path index;
    private final List<String> arguments;
    private final int port;
    private RunningProgram program;

    private OpensslResponder(Path index, List<String> arguments) {
        this.index = index;
        this.arguments = arguments;
        write("");
        port = FreePort.find(); // nobody else answers there while it is down
        program = run();
    }

    /**
     * Starts with an empty index.
     *
     * @param folder for its index
     * @param signer the certificate that answers are signed with
     * @param more arguments of {@code openssl ocsp}, such as {@code -nmin 5}
     */
    public static OpensslResponder start(Path folder, TestAuthority authority, Path signer, Path key, String... more) {
        Path index = folder.resolve("index-" + key.getFileName() + ".txt");
        List<String> arguments = new ArrayList<>(List.of("ocsp", "-index", index.toString()));
        arguments.addAll(List.of("-CA", authority.certFile().toString()));
        arguments.addAll(List.of("-rsigner", signer.toString(), "-rkey", key.toString()));
        arguments.addAll(List.of(more));
        return new OpensslResponder(index, arguments);
    }

    private RunningProgram run() {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("-port", Integer.toString(port)));
        RunningProgram started = RunningProgram.start("openssl", all.toArray(new String[0]));
        started.awaitOutput(LIMIT, "waiting for OCSP client connections");
        return started;
    }

    /** Where it answers. */
    public String uri() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** What it knows from now on. */
    public void knows(List<X509Certificate> good, List<X509Certificate> revoked) {
        StringBuilder lines = new StringBuilder();
        good.forEach(certificate -> lines.append("V\t401231000000Z\t\t").append(rest(certificate)));
        revoked.forEach(
                certificate -> lines.append("R\t401231000000Z\t250101000000Z\t").append(rest(certificate)));
        write(lines.toString());
        program.close(); // its own watch over the index works for some builds only
        program = run();
    }

    private void write(String lines) {
        try {
            Files.writeString(index, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it while the test goes on. */
    public void kill() {
        program.kill();
    }

    private static String rest(X509Certificate certificate) {
        String hex = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
        String serial = hex.length() % 2 == 0 ? hex : "0" + hex;
        return serial + "\tunknown\t/CN=" + serial + "\n"; // an index takes no name twice
    }

    @Override
    public void close() {
        program.close();
    }
}
