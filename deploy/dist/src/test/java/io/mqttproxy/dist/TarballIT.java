package io.mqttproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tar.gz, unpacked where neither Maven nor sources are. */
class TarballIT {

    @TempDir
    private Path temporary;

    private Path folder;
    private Shell shell;
    private String launcher;

    @BeforeEach
    void unpack() throws Exception {
        folder = Files.createDirectories(temporary.resolve("a house"));
        shell = Shell.in(folder);
        shell.run("tar -xzf '" + Packages.tarball() + "'");
        launcher = "./" + shell.run("echo mqtt-tls-proxy-*").strip() + "/bin/mqtt-proxy";
    }

    @Test
    void holdsProgramConfigurationLibrariesAndPages() {
        List<String> files =
                shell.run("cd mqtt-tls-proxy-* && find . -type f").lines().toList();

        assertThat(files)
                .contains(
                        "./bin/mqtt-proxy",
                        "./conf/proxy.yaml",
                        "./conf/reference.yaml",
                        "./conf/examples/minimal.yaml",
                        "./lib/classpath",
                        "./docs/close-reasons.md",
                        "./deploy/prometheus/rules.yaml",
                        "./deploy/systemd/mqtt-proxy.service",
                        "./sbom.cdx.json",
                        "./LICENSE")
                .noneMatch(file -> file.matches(".*/(hivemq|artemis|junit|assertj)[^/]*\\.jar"));
    }

    @Test
    void tellsItsVersionWithoutMavenAndWithoutSources() {
        assertThat(shell.run(launcher + " version")).contains("BoringSSL").doesNotContain("building");
    }

    @Test
    void isFoundThroughALinkOnThePath() {
        shell.run("ln -s ." + launcher + " programs/mqtt-proxy");

        assertThat(shell.run("mqtt-proxy version")).contains("netty");
    }

    @Test
    void everyExampleInItPassesTheCheckThatNeedsNoFiles() {
        assertThat(shell.run(launcher + " check -c mqtt-tls-proxy-*/conf/examples/minimal.yaml"))
                .contains("ok");
    }

    @Test
    void saysThatTheQuickstartIsInTheSourceTree() {
        assertThat(shell.runExpecting(1, launcher + " quickstart"))
                .isEqualTo(
                        "mqtt-proxy: quickstart: not in packages (expected: a source tree; it brings two brokers)\n");
    }

    @Test
    void writesTheArchiveThatMakesAStartQuicker() {
        shell.run(launcher + " archive");

        assertThat(shell.run("ls mqtt-tls-proxy-*/cds")).containsPattern("proxy-.*\\.(jsa|aot)\n");
    }

    @Test
    void servesADeviceAndDrains() throws Exception {
        try (ServedDevice device = ServedDevice.behind(shell, folder, launcher)) {
            assertThat(device.connect()).contains("MQTT", "device-7");
            assertThat(device.terminate()).isZero();
        }
    }

    @Test
    void startsAsThePageAboutInstallingSays() throws Exception {
        // given the lines below "tar.gz" on the page, beside the tar.gz
        String page = Files.readString(Packages.MODULE.resolve("../../docs/install.md"));
        String block = page.substring(page.indexOf("```sh\ntar -xzf") + "```sh\n".length());
        List<String> lines = block.substring(0, block.indexOf("```")).lines().toList();
        Path here = Files.createDirectories(folder.resolve("page"));
        Shell beside = Shell.in(here);
        beside.run("cp '" + Packages.tarball() + "' .");

        // when all but the last two run
        String printed = beside.run("set -e\n" + String.join("\n", lines.subList(0, lines.size() - 2)));

        // then the next says which certificates to put where, and is content once they are there
        assertThat(printed).contains("BoringSSL");
        String check = "cd mqtt-tls-proxy-*/ && " + lines.get(lines.size() - 2);
        assertThat(beside.runExpecting(1, check)).contains("certs/server.pem", "certs/device-ca.pem");
        ServedDevice.certificates(beside);
        beside.run("cp -r certs mqtt-tls-proxy-*/conf/");
        assertThat(beside.run(check)).endsWith("ok\n");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("bin/mqtt-proxy run -c conf/proxy.yaml");
    }

    @Test
    void isTheSameWhenBuiltAgainElsewhereAndLater() {
        // given the inputs of the build, with other dates and rights, in another place
        String version = shell.run("basename mqtt-tls-proxy-*").strip().substring("mqtt-tls-proxy-".length());
        String sources = Packages.MODULE.resolve("../..").normalize().toString();
        shell.run("mkdir -p copy/deploy && cp -R '" + sources + "/mqtt-proxy' '" + sources + "/config' '" + sources
                + "/docs' '" + sources + "'/*.md '" + sources + "/LICENSE' copy/"
                + " && for part in deb systemd sysctl.d prometheus grafana; do cp -R '" + sources
                + "/deploy/'$part copy/deploy/; done"
                + " && mkdir -p copy/deploy/dist/target && cp -R '" + sources + "/deploy/dist/build' '" + sources
                + "/deploy/dist/proxy.yaml' copy/deploy/dist/ && cp -R '" + sources
                + "/deploy/dist/target/lib' '" + sources + "/deploy/dist/target/sbom' copy/deploy/dist/target/"
                + " && find copy -exec touch -d 2001-02-03 {} + && chmod -R go-rwx copy");

        // when
        String date = shell.run(
                "tar -tvzf '" + Packages.tarball() + "' --full-time --utc | head -1 | awk '{print $4\"T\"$5\"Z\"}'");
        shell.run("umask 077; TZ=Asia/Tokyo copy/deploy/dist/build " + version + " " + date);

        // then
        assertThat(shell.run("cat copy/deploy/dist/target/mqtt-tls-proxy-*.tar.gz | sha256sum"))
                .isEqualTo(shell.run("sha256sum < '" + Packages.tarball() + "'"));
        assertThat(shell.run("cat copy/deploy/dist/target/mqtt-proxy_*.deb | sha256sum"))
                .isEqualTo(shell.run("sha256sum < '" + Packages.deb() + "'"));
    }
}
