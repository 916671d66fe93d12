package io.mqttproxy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image of the build, started for real: by runc and, since some kernels let nobody make containers, by chroot as well.
 * Needs root, runc, openssl and mosquitto_pub; where one is missing it is skipped, and fails with {@code CI=true}.
 */
class ContainerIT {

    private static final Path IMAGE = Path.of("target/mqtt-tls-proxy-image.tar").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CONNACK = "20020000";
    private static final List<String> HEALTH_CHECK = List.of("/opt/mqtt-proxy/bin/healthcheck");

    @TempDir
    private Path folder;

    private Lines lines;
    private RootFolder root;
    private Path configuration;
    private Path log;
    private ServerSocket broker;

    @BeforeEach
    void unpack() throws Exception {
        lines = new Lines(folder);
        boolean able = lines.said(List.of("sh", "-c", "test \"$(id -u)\" = 0 && command -v runc openssl mosquitto_pub"))
                        .exitCode()
                == 0;
        assumeTrue(able || "true".equals(System.getenv("CI")), "root, runc, openssl and mosquitto_pub");
        root = RootFolder.of(IMAGE, folder);
        configuration = Files.createDirectories(folder.resolve("conf"));
        log = folder.resolve("proxy.log");
        broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        configure();
    }

    @AfterEach
    void stopTheBroker() throws IOException {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void servesADeviceInAContainer() throws Exception {
        if (runcWorks()) {
            serves(new Runc(root, configuration, folder));
        }
    }

    @Test
    void servesADeviceInAnotherRoot() throws Exception {
        serves(new Chroot(root, configuration));
    }

    private void serves(Engine engine) throws Exception {
        CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> answerOne(broker));
        Process container = lines.start(engine.start(), log);
        try {
            // when its ports are open
            String listener = awaitPort(container, "Listener mqtts on [0-9.]+:([0-9]+)");
            String admin = awaitPort(container, "Admin on http://[0-9.]+:([0-9]+)/");

            // then it lives, by its own health check, as a user who can write nothing but /tmp
            assertThat(lines.said(engine.inside(admin, HEALTH_CHECK)).exitCode())
                    .isZero();
            assertThat(lines.said(engine.inside(listener, HEALTH_CHECK)).exitCode())
                    .isEqualTo(1);
            assertThat(lines.said(engine.inside(admin, List.of("/bin/id", "-u")))
                            .output())
                    .isEqualTo(root.user() + "\n")
                    .isNotEqualTo("0\n");
            assertThat(lines.said(engine.inside(admin, List.of("/bin/mkdir", "/opt/mqtt-proxy/x")))
                            .exitCode())
                    .isNotZero();

            // and a device comes through by name, over mutual TLS of the native library
            lines.run("mosquitto_pub -h 127.0.0.1 -p " + listener + " --insecure --cafile conf/certs/server.pem"
                    + " --cert certs/device.pem --key certs/device.key -t hello -m world");
            assertThat(seen.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).contains("MQTT", "device-7");

            // and SIGTERM drains it
            container.destroy();
            assertThat(container.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(container.exitValue()).as(Files.readString(log)).isZero();
            assertThat(Files.readString(log)).contains("Drained").doesNotContain("JSSE", "UnsatisfiedLink");
        } finally {
            container.destroyForcibly();
        }
    }

    /** Whether this machine's kernel allows containers at all: one that does nothing. */
    private boolean runcWorks() throws IOException {
        Path bundle = Files.createDirectories(folder.resolve("trivial"));
        new Lines(bundle)
                .run("runc spec && sed -i -e 's/\"terminal\": true/\"terminal\": false/' -e 's/\"sh\"/\"true\"/'"
                        + " -e '/rlimits/,/\\]/d' config.json && mkdir -p rootfs/bin && cp -L /bin/true rootfs/bin/"
                        + " && ldd /bin/true | " + RootFolder.LIBRARIES + " | while read -r lib; do"
                        + " mkdir -p rootfs${lib%/*} && cp -L $lib rootfs$lib; done");
        Lines.Said said =
                lines.said(List.of("runc", "run", "--bundle", bundle.toString(), "trivial-" + folder.getFileName()));
        if (said.exitCode() != 0) {
            assertThat(said.output())
                    .containsPattern("(?i)not permitted|permission denied|not supported|cgroup|namespace");
            System.err.println("No containers on this machine, so runc is left out: " + said.output());
        }
        return said.exitCode() == 0;
    }

    private void configure() throws IOException {
        lines.run("mkdir -p certs conf/certs && cd certs && for name in device-ca server device; do"
                + " openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=$name"
                + " -keyout $name.key -out $name.pem || exit 1; done"
                + " && openssl req -new -key device.key -subj /CN=device-7 -out device.csr"
                + " && openssl x509 -req -in device.csr -CA device-ca.pem -CAkey device-ca.key -CAcreateserial"
                + " -days 2 -out device.pem && cp server.pem server.key device-ca.pem ../conf/certs/"
                + " && chown -R " + root.user() + " ../conf");
        String yaml = Files.readString(Path.of("../dist/proxy.yaml"))
                .replace("0.0.0.0:8883", "127.0.0.1:0")
                .replace("127.0.0.1:1883]", "\"127.0.0.1:" + broker.getLocalPort() + "\"]\n    selfTest: false")
                .replace("127.0.0.1:9090", "\"127.0.0.1:0\"");
        Files.writeString(
                configuration.resolve("proxy.yaml"), yaml + "shutdown: {readinessGrace: 0s}\nstartup: {warmUp: off}\n");
    }

    private String awaitPort(Process container, String line) throws Exception {
        Pattern pattern = Pattern.compile(line);
        Instant end = Instant.now().plus(LIMIT);
        while (true) {
            boolean ended = container.waitFor(50, TimeUnit.MILLISECONDS)
                    || Instant.now().isAfter(end);
            Matcher found = pattern.matcher(Files.readString(log));
            if (found.find()) {
                return found.group(1);
            }
            assertThat(ended).as(Files.readString(log)).isFalse();
        }
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
}
