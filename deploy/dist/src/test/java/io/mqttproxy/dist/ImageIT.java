package io.mqttproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tar.gz that brings its own Java, unpacked elsewhere: what a runtime with few modules loses easily is TLS. */
@Tag("image")
class ImageIT {

    @TempDir
    private Path temporary;

    private Path folder;
    private Shell shell;
    private String launcher;

    @BeforeEach
    void unpack() throws Exception {
        folder = Files.createDirectories(temporary.resolve("a house"));
        shell = Shell.in(folder);
        shell.run("tar -xzf '" + Packages.withJava() + "'");
        launcher = "./" + shell.run("echo mqtt-proxy-with-java-*").strip() + "/bin/mqtt-proxy";
    }

    /** BoringSSL, and the JDK's TLS, which serves where the native library does not load. */
    @ParameterizedTest
    @CsvSource({"false,-tls1_3", "false,-tls1_2", "true,-tls1_3", "true,-tls1_2"})
    void servesAMutualHandshakeWithItsOwnJava(boolean jdkTls, String version) throws Exception {
        String start = "env MQTT_PROXY_OPTS=-Dio.netty.handler.ssl.noOpenSsl=" + jdkTls + " " + launcher;
        try (ServedDevice device = ServedDevice.behind(shell, folder, start)) {
            assertThat(device.program())
                    .startsWith(folder.toRealPath().toString())
                    .endsWith("/runtime/bin/java");
            assertThat(device.connect(version)).contains("MQTT", "device-7");
            assertThat(device.terminate()).isZero();
        }
    }

    @Test
    void hasTheNativeLibraryOfItsTls() {
        assertThat(shell.run(launcher + " version")).contains("BoringSSL").containsPattern("transport +epoll");
        assertThat(shell.run("MQTT_PROXY_OPTS=-Dio.netty.handler.ssl.noOpenSsl=true " + launcher + " version"))
                .contains("JSSE");
    }

    @Test
    void theDoctorExaminesTheMachineWithIt() throws Exception {
        // given certificates and a configuration
        ServedDevice.certificates(shell);
        Files.copy(Packages.MODULE.resolve("proxy.yaml"), folder.resolve("proxy.yaml"));

        // then it comes to an end, whatever it thinks of this machine
        assertThat(shell.run(launcher + " doctor -c proxy.yaml || [ $? -eq 1 ]"))
                .containsIgnoringCase("memory")
                .doesNotContain("Exception", "NoClassDefFoundError");
    }

    @Test
    void startsFromTheArchiveThatTheBuildMadeElsewhere() {
        // given
        String java = shell.run(
                        "sed -n 's/^JAVA_VERSION=\"\\([0-9]*\\).*/\\1/p' mqtt-proxy-with-java-*/runtime/release")
                .strip();

        // when
        String loaded = shell.run("MQTT_PROXY_OPTS=-Xlog:class+load:stderr " + launcher + " version");

        // then Java 25 and newer find this program's classes in it, older ones at least their own
        String expected = Integer.parseInt(java) < 25 ? "java\\.lang\\.String" : "io\\.mqttproxy\\.VersionCommand";
        assertThat(loaded).containsPattern(expected + " source: shared objects file");
    }

    @Test
    void bringsTheLicencesOfItsJavaAndNoCompiler() {
        assertThat(shell.run("ls mqtt-proxy-with-java-*/runtime/legal")).contains("java.base");
        assertThat(shell.run("ls mqtt-proxy-with-java-*/runtime/bin")).doesNotContain("javac");
    }

    @Test
    void isTheSameWhenBuiltAgainButForTheArchive() {
        // when it is built twice without one
        for (String out : List.of("one", "two")) {
            build(out, "ARCHIVE=no");
        }

        // then
        assertThat(shell.run("cat one/mqtt-proxy-with-java-*.tar.gz | sha256sum"))
                .isEqualTo(shell.run("cat two/mqtt-proxy-with-java-*.tar.gz | sha256sum"));
        assertThat(shell.run("one/image/bin/mqtt-proxy version")).contains("BoringSSL");
    }

    /** The oldest Java that the page promises, where it is installed; its own TLS needs one module more. */
    @Test
    void servesWithTheOldestJavaInIt() throws Exception {
        // given
        String jdk = shell.run("for home in /usr/lib/jvm/*; do"
                        + " if grep -qs '^JAVA_VERSION=\"17' $home/release && [ -x $home/bin/jlink ]; then echo $home; break; fi;"
                        + " done")
                .strip();
        assumeFalse(jdk.isEmpty(), "no JDK 17 below /usr/lib/jvm");
        build("old", "RUNTIME_JDK=" + jdk);

        for (String tls : List.of("BoringSSL", "JSSE")) {
            // when
            String start = "env MQTT_PROXY_OPTS=-Dio.netty.handler.ssl.noOpenSsl=" + tls.equals("JSSE")
                    + " ./old/image/bin/mqtt-proxy";

            // then
            assertThat(shell.run(start + " version")).contains(tls).containsPattern("java +.* 17\\.");
            try (ServedDevice device = ServedDevice.behind(shell, folder, start)) {
                assertThat(device.connect("-tls1_3")).contains("MQTT", "device-7");
                assertThat(device.terminate()).isZero();
            }
        }
    }

    /** Makes the same of the build's own tar.gz in a folder. */
    private void build(String out, String environment) {
        shell.run("mkdir -p " + out + " && tar -xzf '" + Packages.tarball() + "' -C " + out
                + " && env SOURCE_DATE_EPOCH=1 "
                + environment + " '" + Packages.MODULE.resolve("../image/build") + "' \"$PWD\"/" + out
                + "/mqtt-tls-proxy-* 1 \"$PWD/" + out + "\"");
    }
}
