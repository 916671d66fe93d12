package io.mqttproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The .deb, read and unpacked by Debian's own tools. Nothing is installed on the machine. */
class DebIT {

    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void unpack() throws Exception {
        shell = Shell.in(folder);
        shell.run("dpkg-deb -x '" + Packages.deb() + "' root && dpkg-deb -e '" + Packages.deb() + "' control");
    }

    @Test
    void saysWhatItNeeds() {
        assertThat(shell.run("dpkg-deb -f '" + Packages.deb() + "'"))
                .contains("Package: mqtt-proxy\n", "java-runtime-headless (>= 17)", "adduser", "Section: net\n")
                .containsPattern("Version: [0-9][^-@]*\n")
                .containsPattern("Installed-Size: [0-9]+\n");
    }

    @Test
    void keepsWhatAnAdministratorMayEdit() {
        assertThat(shell.run("cat control/conffiles").lines())
                .containsExactly("/etc/default/mqtt-proxy", "/etc/mqtt-proxy/proxy.yaml")
                .allSatisfy(file -> assertThat(folder.resolve("root" + file)).exists());
    }

    @Test
    void everythingBelongsToRootAndNothingIsWritableByOthers() {
        assertThat(shell.run("dpkg-deb -c '" + Packages.deb() + "'").lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).matches("[dl-]rw[x-]r[w-][x-]r-[x-] .*|lrwxrwxrwx .*"))
                .allSatisfy(line -> assertThat(line).contains(" root/root "));
    }

    @Test
    void itsChecksumsHold() {
        assertThat(shell.run("cd root && md5sum --quiet -c ../control/md5sums")).isEmpty();
    }

    @Test
    void itsScriptsAreScripts() {
        assertThat(shell.run("for script in postinst prerm postrm; do sh -n control/$script; done"))
                .isEmpty();
    }

    @Test
    void theProgramIsWhereTheUnitLooks() throws Exception {
        // given the command of the unit
        String start = shell.run("sed -n 's/^ExecStart=//p' root/lib/systemd/system/mqtt-proxy.service")
                .strip();
        String program = start.substring(0, start.indexOf(' '));

        // then
        assertThat(start).isEqualTo("/usr/bin/mqtt-proxy run -c /etc/mqtt-proxy/proxy.yaml");
        try (ServedDevice device = ServedDevice.behind(shell, folder, "root" + program)) {
            assertThat(device.connect()).contains("device-7");
            assertThat(device.terminate()).isZero();
        }
    }

    @Test
    void itsConfigurationWaitsForCertificatesAndNothingElse() {
        // given
        String check = "root/usr/bin/mqtt-proxy check -c root/etc/mqtt-proxy/proxy.yaml";
        assertThat(shell.runExpecting(1, check).lines()).hasSize(3).allMatch(line -> line.contains("certs/"));

        // when
        ServedDevice.certificates(shell);
        shell.run("cp certs/*.pem certs/*.key root/etc/mqtt-proxy/certs/");

        // then
        assertThat(shell.run(check)).endsWith("ok\n");
    }
}
