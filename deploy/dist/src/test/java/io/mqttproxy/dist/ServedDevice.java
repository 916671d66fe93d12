package io.mqttproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A device with a certificate that goes through a proxy which a command line has started, to a broker of one connection. */
final class ServedDevice implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("Listener mqtts on [0-9.]+:([0-9]+)");
    /** MQTT 3.1.1: fixed header, protocol name and level, clean session, keep alive of 60 s, client id "d". */
    private static final String CONNECT = "100d" + "00044d515454" + "04" + "02" + "003c" + "000164";

    private static final String CONNACK = "20020000";

    private final Shell shell;
    private final Path log;
    private final Process proxy;
    private final ServerSocket broker;
    private final CompletableFuture<String> seenByBroker;

    private ServedDevice(Shell shell, Path log, Process proxy, ServerSocket broker) {
        this.shell = shell;
        this.log = log;
        this.proxy = proxy;
        this.broker = broker;
        this.seenByBroker = CompletableFuture.supplyAsync(() -> answerOne(broker));
    }

    /** Makes certificates and a configuration in the folder, and starts {@code launcher run -c} with it. */
    static ServedDevice behind(Shell shell, Path folder, String launcher) throws IOException {
        certificates(shell);
        ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        String yaml = Files.readString(Packages.MODULE.resolve("proxy.yaml"))
                .replace("0.0.0.0:8883", "127.0.0.1:0")
                .replace("127.0.0.1:1883]", "\"127.0.0.1:" + broker.getLocalPort() + "\"]\n    selfTest: false")
                .replace("127.0.0.1:9090", "\"127.0.0.1:0\"");
        Files.writeString(
                folder.resolve("proxy.yaml"), yaml + "shutdown: {readinessGrace: 0s}\nstartup: {warmUp: off}\n");
        Path log = folder.resolve("proxy.log");
        Process proxy = shell.start("exec " + launcher + " run -c proxy.yaml", log);
        return new ServedDevice(shell, log, proxy, broker);
    }

    static void certificates(Shell shell) {
        shell.run("mkdir -p certs && cd certs && for name in device-ca server device; do"
                + " openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=$name"
                + " -keyout $name.key -out $name.pem || exit 1; done"
                // The device's is one of the authority.
                + " && openssl req -new -key device.key -subj /CN=device-7 -out device.csr"
                + " && openssl x509 -req -in device.csr -CA device-ca.pem -CAkey device-ca.key -CAcreateserial"
                + " -days 2 -out device.pem");
    }

    /** Connects with OpenSSL's client, gets a CONNACK, and returns the CONNECT that the broker saw as text. */
    String connect() throws Exception {
        return connect("");
    }

    /**
     * The same with more options for OpenSSL's client.
     *
     * @param options such as {@code -tls1_2}
     */
    String connect(String options) throws Exception {
        int port = awaitPort();
        // its input ends, and so does the client, once there is an answer
        String said = shell.run("rm -f answer; (printf '" + octal(CONNECT) + "'; i=0;"
                + " while [ ! -s answer ] && [ $i -lt 300 ]; do sleep 0.1; i=$((i + 1)); done)"
                + " | timeout 60 openssl s_client -quiet -no_ign_eof -connect 127.0.0.1:" + port
                + " " + options + " -cert certs/device.pem -key certs/device.key >answer 2>s_client.log;"
                + " od -An -tx1 answer | tr -d ' \\n'");
        assertThat(said).as(Files.readString(log)).startsWith(CONNACK);
        return seenByBroker.get(20, TimeUnit.SECONDS);
    }

    private int awaitPort() throws Exception {
        Instant end = Instant.now().plus(LIMIT);
        while (true) {
            Matcher listening = LISTENING.matcher(Files.readString(log));
            if (listening.find()) {
                return Integer.parseInt(listening.group(1));
            }
            boolean ended = proxy.waitFor(100, TimeUnit.MILLISECONDS);
            assertThat(ended || Instant.now().isAfter(end))
                    .as(Files.readString(log))
                    .isFalse();
        }
    }

    /** What runs as the process that was started. */
    String program() throws Exception {
        awaitPort();
        return proxy.info().command().orElse("");
    }

    /** SIGTERM, as service managers do, and the exit code. */
    int terminate() throws InterruptedException {
        proxy.destroy();
        assertThat(proxy.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return proxy.exitValue();
    }

    private static String octal(String hex) {
        StringBuilder octal = new StringBuilder();
        for (byte b : HexFormat.of().parseHex(hex)) {
            octal.append(String.format("\\%03o", b));
        }
        return octal.toString();
    }

    private static String answerOne(ServerSocket broker) {
        try (Socket socket = broker.accept()) {
            InputStream in = socket.getInputStream();
            in.skipNBytes(1); // the type
            byte[] connect = in.readNBytes(in.read());
            socket.getOutputStream().write(HexFormat.of().parseHex(CONNACK));
            in.readAllBytes();
            return new String(connect, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException {
        proxy.destroyForcibly();
        broker.close();
        // so that it makes no more files in a folder that is being deleted
        proxy.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
