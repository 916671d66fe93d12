package io.mqttproxy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code mqtt-proxy} in a house of cards: neither Maven nor Java is real, both tell what they were asked for. */
class LauncherTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path temporary;

    private LauncherHouse house;

    @BeforeEach
    void build() throws IOException {
        house = LauncherHouse.in(temporary.resolve("a house"));
    }

    @Test
    void buildsOnFirstUseAndOnlyThen() throws IOException {
        List<String> first = house.run("run", "-c", "my.yaml");
        List<String> second = house.run("run", "-c", "my.yaml");

        assertThat(first).contains("mqtt-proxy: building on first use...");
        assertThat(second).hasSize(1).first().asString().endsWith("io.mqttproxy.Main run -c my.yaml");
        assertThat(house.builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws IOException {
        house.run("version");
        Files.setLastModifiedTime(house.source(), FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(house.run("version")).contains("mqtt-proxy: building, sources have changed...");
    }

    @Test
    void tellsWhyABuildFailed() throws IOException {
        List<String> output = house.with(Map.of("FAKE_BUILD", "fails")).run("version");

        assertThat(output)
                .contains("[ERROR] this does not compile")
                .doesNotContain("[INFO] chatter")
                .last()
                .asString()
                .startsWith("mqtt-proxy: the build failed, see above");
        assertThat(house.exitCode()).isEqualTo(1);
    }

    @Test
    void findsItsHouseThroughSymbolicLinks() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), house.script());
        Path linkToLink = Files.createSymbolicLink(temporary.resolve("link-2"), Path.of("link"));

        List<String> output = house.runScript(linkToLink, "version");

        assertThat(link).isSymbolicLink();
        assertThat(output).last().asString().contains("/a house/target/dist/lib/proxy-core-1.jar");
    }

    @Test
    void keepsTheBrokersOutOfTheProxysClassPath() throws IOException {
        assertThat(house.run("run")).last().asString().contains("netty.jar").doesNotContain("hivemq.jar");
        assertThat(house.run("quickstart", "--port-base", "20000"))
                .last()
                .asString()
                .contains("hivemq.jar", "io.mqttproxy.quickstart.QuickstartMain --folder")
                .endsWith("/target/quickstart --port-base 20000");
    }

    @Test
    void takesTheNewestJava() throws IOException {
        String command = house.with(Map.of(
                        "MQTT_PROXY_JAVA", "", "JAVA_HOME", house.java("99").toString()))
                .started("run");

        assertThat(command).startsWith("java 99 ").contains("-XX:+UseCompactObjectHeaders", "-XX:AOTCache=");
    }

    @Test
    void givesAnOlderJavaOnlyFlagsThatItKnows() throws IOException {
        String command = house.started("run");

        assertThat(command)
                .startsWith("java 17.0.1 ")
                .contains("-XX:+ExitOnOutOfMemoryError", "-XX:SharedArchiveFile=")
                .doesNotContain("CompactObjectHeaders", "enable-native-access", "AOTCache", "aot");
    }

    @Test
    void printsTheFlagsOfRunAndBuildsNothing() throws IOException {
        // given
        house.with(Map.of("MQTT_PROXY_JAVA", house.java("25.0.1") + "/bin/java"));

        // when
        List<String> output = house.run("jvm-flags");

        // then
        assertThat(output).singleElement().asString().startsWith("-XX:").doesNotContain("AOTCache", "-cp");
        assertThat(house.started("run")).contains(output.get(0) + " -XX:AOTCache=");
    }

    @Test
    void theUsersFlagsComeLastAndSoWin() throws IOException {
        String command = house.with(Map.of("MQTT_PROXY_OPTS", "-Xmx2g -Dx=*")).started("run");

        assertThat(command).containsPattern("-XX:SharedArchiveFile=.* -Xmx2g -Dx=\\* -cp ");
    }

    @Test
    void saysThatNoStreamIsATerminal() {
        assertThat(house.started("run")).contains(" -Dmqttproxy.terminals= ");
    }

    @Test
    void saysWhichStreamsAreATerminal() throws IOException {
        // given a pseudo terminal, which util-linux makes
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "not installed: script");
        house.run("version");
        Path both = onATerminal("both", "");
        Path stdout = onATerminal("stdout", " 2>/dev/null");

        // then
        assertThat(house.runScript(both)).last().asString().contains(" -Dmqttproxy.terminals=12 ");
        assertThat(house.runScript(stdout)).last().asString().contains(" -Dmqttproxy.terminals=1 ");
    }

    private Path onATerminal(String name, String redirection) throws IOException {
        Path wrapper = Files.writeString(
                temporary.resolve(name),
                "#!/bin/sh\nexec script -qec \"'%s' run%s\" /dev/null\n".formatted(house.script(), redirection));
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        return wrapper;
    }

    @Test
    void refusesAnOldJava() throws IOException {
        List<String> output = house.with(Map.of("MQTT_PROXY_JAVA", house.java("11.0.2") + "/bin/java"))
                .run("version");

        assertThat(output).singleElement().asString().endsWith("is Java 11.0.2 (expected: 17 or newer)");
        assertThat(house.exitCode()).isEqualTo(1);
    }

    @Test
    void refusesAnOldMaven() throws IOException {
        List<String> output = house.with(Map.of("FAKE_MAVEN", "3.6.3")).run("version");

        assertThat(output).containsExactly("mqtt-proxy: mvn is version 3.6.3 (expected: Maven 3.8 or newer)");
    }

    @Test
    void startsWithoutMavenWhenNothingIsToBeBuilt() throws IOException {
        Files.setLastModifiedTime(house.source(), FileTime.from(LONG_AGO));
        house.run("version");
        Files.delete(house.maven());

        assertThat(house.run("version")).singleElement().asString().endsWith("io.mqttproxy.Main version");
    }
}
