package io.mqttproxy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The kernel settings exist, and each is explained. */
class KernelSettingsTest {

    private static final List<String> SETTINGS = DeployFolder.read("sysctl.d/60-mqtt-proxy.conf")
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();

    @Test
    @EnabledOnOs(OS.LINUX)
    void theKernelKnowsThem() {
        assertThat(SETTINGS).hasSizeGreaterThan(8).allSatisfy(setting -> assertThat(
                        Path.of("/proc/sys", name(setting).replace('.', '/')))
                .matches(Files::exists, "exists"));
    }

    @Test
    void eachIsExplained() {
        String page = DeployFolder.text(DeployFolder.TOP.resolve("docs/kernel.md"));

        assertThat(SETTINGS).allSatisfy(setting -> assertThat(page).contains("`" + name(setting) + "`"));
    }

    @Test
    void noneIsSetTwice() {
        assertThat(SETTINGS.stream().map(KernelSettingsTest::name)).doesNotHaveDuplicates();
    }

    private static String name(String setting) {
        return setting.substring(0, setting.indexOf('=')).strip();
    }
}
