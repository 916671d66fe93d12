package io.mqttproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The .deb, installed, upgraded and purged by dpkg as an administrator would, on a copy of this machine. Needs root. */
class DebInstallIT {

    private static final String CONFIGURATION = "/etc/mqtt-proxy/proxy.yaml";

    @TempDir
    private Path folder;

    private Shell shell;
    private CopyOfTheMachine machine;

    @BeforeEach
    void install() throws Exception {
        shell = Shell.in(folder);
        machine = CopyOfTheMachine.in(folder, shell);
        assumeTrue(machine.works(), "root, and a kernel that lets root mount an overlay");
        // whatever the machine itself has of it
        machine.run("dpkg --purge mqtt-proxy 2>&1; deluser --quiet --system mqtt-proxy; rm -rf /etc/mqtt-proxy; true");
        assertThat(dpkg("-i '" + Packages.deb() + "'")).doesNotContain("warning");
    }

    @Test
    void makesAUserWhoCanReadKeysAndNothingMore() {
        assertThat(machine.run("getent passwd mqtt-proxy")).endsWith(":/nonexistent:/usr/sbin/nologin\n");
        assertThat(machine.run("stat -c '%A %U:%G' /etc/mqtt-proxy/certs")).isEqualTo("drwxr-x--- root:mqtt-proxy\n");
        assertThat(machine.run("dpkg --verify mqtt-proxy; dpkg -s mqtt-proxy"))
                .contains("Status: install ok installed");
        assertThat(asTheService("find /etc /opt /usr /var -xdev -writable -name '*mqtt-proxy*' 2>/dev/null; true"))
                .isEmpty();
    }

    @Test
    void servesADeviceAsThatUserFromTheFoldersOfThePackage() throws Exception {
        // given certificates as the page about installing has them, and what the unit does before it starts the proxy
        Files.writeString(
                folder.resolve("service"),
                "exec "
                        + machine.command(
                                "cd '" + folder + "' && cp certs/server.pem certs/server.key certs/device-ca.pem"
                                        + " /etc/mqtt-proxy/certs/ && cp proxy.yaml " + CONFIGURATION
                                        + " && chgrp mqtt-proxy /etc/mqtt-proxy/certs/server.key"
                                        + " && chmod 640 /etc/mqtt-proxy/certs/server.key"
                                        + " && install -d -o mqtt-proxy -g mqtt-proxy -m 700 /var/cache/mqtt-proxy"
                                        + " && cd / && " + service("/usr/bin/mqtt-proxy check -c " + CONFIGURATION)
                                        + " && exec " + service("/usr/bin/mqtt-proxy run -c " + CONFIGURATION)));

        // then
        try (ServedDevice device = ServedDevice.behind(shell, folder, "sh ./service")) {
            assertThat(device.connect()).contains("MQTT", "device-7");
            assertThat(device.terminate()).isZero();
        }
    }

    @Test
    void anUpgradeKeepsWhatAnAdministratorWrote() {
        // given an administrator, and a newer package whose own file is another one
        machine.run("echo '# ours' >>" + CONFIGURATION + "; echo MQTT_PROXY_OPTS=-Xmx1g >>/etc/default/mqtt-proxy");
        shell.run("dpkg-deb -R '" + Packages.deb()
                + "' newer && sed -i 's/^Version:.*/Version: 9.0/' newer/DEBIAN/control"
                + " && echo '# theirs' >>newer" + CONFIGURATION + " && rm newer/DEBIAN/md5sums"
                + " && dpkg-deb --root-owner-group -Znone -b newer newer.deb");

        // when
        dpkg("--force-confdef --force-confold -i '" + folder.resolve("newer.deb") + "'");

        // then
        assertThat(machine.run("dpkg-query -W -f '${Version}' mqtt-proxy")).isEqualTo("9.0");
        assertThat(machine.run("tail -n 1 " + CONFIGURATION + " /etc/default/mqtt-proxy"))
                .contains("# ours", "MQTT_PROXY_OPTS=-Xmx1g");
        assertThat(machine.run("tail -n 1 " + CONFIGURATION + ".dpkg-dist")).isEqualTo("# theirs\n");
        assertThat(machine.run("stat -c %G /etc/mqtt-proxy/certs")).isEqualTo("mqtt-proxy\n");
    }

    @Test
    void removingItKeepsTheConfigurationAndPurgingLeavesNothing() {
        // given what a running service and an administrator leave
        machine.run(
                "mkdir -p /usr/share/mqtt-proxy/cds && touch /usr/share/mqtt-proxy/cds/proxy.aot && mkdir -p /var/cache/mqtt-proxy /var/log/mqtt-proxy && touch /var/log/mqtt-proxy/a.log");

        // when it is removed
        dpkg("-r mqtt-proxy");

        // then what an administrator may have edited is still there
        assertThat(machine.run("ls -d " + CONFIGURATION + " /etc/default/mqtt-proxy"))
                .hasLineCount(2);
        assertThat(machine.runExpecting(2, "ls /usr/bin/mqtt-proxy /usr/share/mqtt-proxy"))
                .doesNotContain("lib");

        // and when it is purged, nothing
        assertThat(dpkg("-P mqtt-proxy")).doesNotContain("dpkg: warning");
        assertThat(machine.written("*mqtt-proxy*")).isEmpty();
        assertThat(machine.runExpecting(2, "getent passwd mqtt-proxy")).isEmpty();
        assertThat(machine.runExpecting(2, "getent group mqtt-proxy")).isEmpty();
    }

    @Test
    void keysThatStayAreNotLeftToWhoeverGetsTheNumberOfItsGroup() {
        // given the key of an administrator
        machine.run(
                "cd /etc/mqtt-proxy/certs && touch server.key && chgrp mqtt-proxy server.key && chmod 640 server.key");

        // when
        dpkg("-P mqtt-proxy");

        // then
        assertThat(machine.run("find /etc/mqtt-proxy -printf '%P %u:%g\\n'"))
                .contains("certs/server.key root:root")
                .doesNotContainPattern(":[0-9]");
    }

    private String dpkg(String options) {
        return machine.run("DEBIAN_FRONTEND=noninteractive dpkg " + options);
    }

    private String asTheService(String line) {
        return machine.run(service("sh -c '" + line.replace("'", "'\\''") + "'"));
    }

    /** A command as the unit runs it. */
    private static String service(String command) {
        return "setpriv --reuid=mqtt-proxy --regid=mqtt-proxy --clear-groups --bounding-set=-all --no-new-privs"
                + " env MQTT_PROXY_OPTS=-Djava.io.tmpdir=/var/cache/mqtt-proxy " + command;
    }
}
