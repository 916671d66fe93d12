package io.mqttproxy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.ShutdownConfig;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit, judged by systemd itself. */
class SystemdUnitTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private String text = "";
    private Path unit = Path.of("");

    /** The proxy is not installed where the tests run, and systemd looks whether the programs are there. */
    @BeforeEach
    void read() throws IOException {
        text = DeployFolder.read("systemd/mqtt-proxy.service");
        unit = Files.writeString(
                folder.resolve("mqtt-proxy.service"), text.replace("/usr/bin/mqtt-proxy", "/usr/bin/true"));
    }

    @Test
    @RequiresProgram("systemd-analyze")
    void systemdHasNothingToComplainAbout() {
        ProgramResult result = RunningProgram.run(LIMIT, "systemd-analyze", "verify", unit.toString());

        assertThat(result).isEqualTo(new ProgramResult(0, "", ""));
    }

    @Test
    @RequiresProgram("systemd-analyze")
    void leavesAnIntruderLittle() {
        // the exposure that systemd computes, in tenths of its points of 0 to 10
        ProgramResult result = RunningProgram.run(
                LIMIT, "systemd-analyze", "security", "--offline=true", "--threshold=20", unit.toString());

        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @Test
    void leavesTheDrainTheTimeThatItMayTake() {
        Matcher seconds = Pattern.compile("(?m)^TimeoutStopSec=([0-9]+)s$").matcher(text);

        assertThat(seconds.find()).isTrue();
        assertThat(Duration.ofSeconds(Integer.parseInt(seconds.group(1))))
                .isGreaterThan(ShutdownConfig.DEFAULTS.deadline().plusSeconds(10));
    }

    @Test
    void letsTheJvmWriteTheCodeThatItRuns() {
        assertThat(text).doesNotContainPattern("(?m)^MemoryDenyWriteExecute=(yes|true)");
    }

    @Test
    void checksTheConfigurationBeforeItHasItReadAnew() {
        Matcher start = Pattern.compile("(?m)^ExecStart=(\\S+) run -c (\\S+)$").matcher(text);
        assertThat(start.find()).isTrue();

        // systemd runs these in order, and the signal is sent only when the check has passed
        assertThat(text.lines().filter(line -> line.startsWith("ExecReload=")))
                .containsExactly(
                        "ExecReload=" + start.group(1) + " check -c " + start.group(2),
                        "ExecReload=/bin/kill -HUP $MAINPID");
    }

    @Test
    void waitsForTheReadinessThatTheProxyTellsAndForItsSignsOfLife() {
        // the proxy tells its status each 10 s at least, and so is heard more than once in this time
        assertThat(text.lines()).contains("Type=notify", "NotifyAccess=all", "WatchdogSec=30s");
    }
}
