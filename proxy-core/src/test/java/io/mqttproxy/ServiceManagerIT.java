package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program under a service manager that takes notifications as systemd does: with the sender's number from the kernel. */
@Timeout(120)
@RequiresProgram("python3")
class ServiceManagerIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Each assignment on a line behind the number of the process that sent it; systemd drops those of other processes. */
    private static final String MANAGER = """
            import socket, struct, sys
            manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            manager.bind(sys.argv[1])
            manager.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
            print('listening', flush=True)
            while True:
                data, ancillary, flags, address = manager.recvmsg(4096, socket.CMSG_SPACE(12))
                pid, uid, gid = struct.unpack('3i', ancillary[0][2])
                for line in data.decode().splitlines():
                    print(pid, line, flush=True)
            """;

    private static final String YAML = """
            listeners: {mqtt: {bind: "127.0.0.1:0"}}
            clusters: {brokers: {backends: ["127.0.0.1:1"], selfTest: false}}
            logging: {access: "off"}
            shutdown: {readinessGrace: 0s}
            startup: {warmUp: off}
            """;

    @TempDir
    private Path folder;

    @Test
    void hearsFromTheMainProcessThatItServesLivesAndStops() throws Exception {
        String name = folder.resolve("notify").toString();
        try (RunningProgram manager = RunningProgram.start("python3", "-c", MANAGER, name)) {
            manager.awaitOutput(LIMIT, "listening");
            try (ChildProxy proxy =
                    ChildProxy.start(folder, YAML, Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "1000000"))) {
                // when it is ready, its port is open
                manager.awaitOutput(LIMIT, "READY=1");
                try (Socket device = ChildProxy.connect(proxy.awaitPort())) {
                    assertThat(device.isConnected()).isTrue();
                }
                manager.awaitOutput(LIMIT, "WATCHDOG=1");

                // when
                proxy.signal("TERM");

                // then
                assertThat(proxy.awaitExit()).isZero();
                manager.awaitOutput(LIMIT, "STOPPING=1");
                List<String> said = manager.stdout().lines().skip(1).toList();
                assertThat(said).allMatch(line -> line.startsWith(proxy.pid() + " "));
                assertThat(said.get(0)).endsWith(" MAINPID=" + proxy.pid());
                assertThat(said.get(1)).endsWith(" READY=1");
                assertThat(proxy.stderr()).doesNotContain("\"log.level\":\"WARN\"");
            }
        }
    }

    @Test
    void servesAllTheSameWhereTheManagerIsGone() throws Exception {
        String name = folder.resolve("nobody").toString();
        try (ChildProxy proxy = ChildProxy.start(folder, YAML, Map.of("NOTIFY_SOCKET", name));
                Socket device = ChildProxy.connect(proxy.awaitPort())) {
            // then
            assertThat(device.isConnected()).isTrue();
            assertThat(proxy.stderr()).contains("NOTIFY_SOCKET: " + name, "(expected: its socket; or Type=exec");
        }
    }

    @Test
    void hearsThatAnotherProcessIsTheMainOneAfterAnUpgradeAndNothingOfAnEnd() throws Exception {
        String name = folder.resolve("notify").toString();
        String yaml = YAML.replace("warmUp: off", "warmUp: off, upgradeSocket: upgrade.sock");
        StringWriter out = new StringWriter();
        try (RunningProgram manager = RunningProgram.start("python3", "-c", MANAGER, name)) {
            manager.awaitOutput(LIMIT, "listening");
            try (ChildProxy proxy = ChildProxy.start(folder, yaml, Map.of("NOTIFY_SOCKET", name))) {
                manager.awaitOutput(LIMIT, "READY=1");
                proxy.awaitLog("Listener mqtt on ");

                // when
                int exitCode = Main.commandLine()
                        .setOut(new PrintWriter(out))
                        .execute("upgrade", "-c", folder.resolve("proxy.yaml").toString());

                // then
                assertThat(exitCode).as(proxy.stderr()).isZero();
                String pid = out.toString().replaceFirst("Process ([0-9]+) serves(?s:.*)", "$1");
                manager.awaitOutput(LIMIT, pid + " MAINPID=" + pid);
                assertThat(proxy.awaitExit()).isZero();
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ChildProxy::kill);
                assertThat(manager.stdout()).doesNotContain("STOPPING=1");
            }
        }
    }
}
