package io.mqttproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's CronJob: what it may do, and its script, run with a kubectl that keeps the Secret in files. */
class TicketRotationTest {

    private static final String ON = "ticketKeys: {rotation: {enabled: true, every: daily, image: tools}}\n";

    /** Answers {@code get} and takes in {@code patch}, whose version must be the one that it told. */
    private static final String KUBECTL = """
            #!/bin/sh
            case "$1 $2 $3" in
                'get secret tickets') printf '%s %s' "$(cat version)" "$(base64 <keys | tr -d '\\n')" ;;
                'patch secret tickets')
                    patch=$(cat)
                    case $patch in *"\\"resourceVersion\\":\\"$(cat version)\\""*) ;; *) exit 1 ;; esac
                    printf '%s' "$patch" | sed 's/.*"keys":"//; s/".*//' | base64 -d >keys
                    echo "$*" >>calls
                    ;;
                *) exit 1 ;;
            esac
            """;

    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void kubectl() throws Exception {
        shell = Shell.in(folder);
        Path kubectl = Files.writeString(folder.resolve("programs/kubectl"), KUBECTL);
        assertThat(kubectl.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("version"), "17");
        Files.writeString(folder.resolve("rotate"), script(Chart.with(folder, ON)));
    }

    @Test
    void everyKeyIsKnownBeforeItEncryptsAndAfterwards() throws Exception {
        // given what the chart makes at the installation
        String first = key(1);
        Files.writeString(folder.resolve("keys"), first);

        // when
        List<String> announced = rotate();
        List<String> second = rotate();
        List<String> third = rotate();

        // then the first step changes nobody's key, and each one after it takes what all know
        assertThat(announced).hasSize(2).startsWith(first);
        assertThat(second).hasSize(3).startsWith(announced.get(1)).endsWith(first);
        assertThat(third)
                .hasSize(3)
                .startsWith(second.get(1))
                .endsWith(second.get(0))
                .doesNotContain(first);
    }

    @Test
    void itsKeysAreOnesThatTheProxyTakesAndNoCommandLineShowsThem() throws Exception {
        Files.writeString(folder.resolve("keys"), "# ours\n" + key(1) + "\n\n" + key(2) + " # the next\n");

        List<String> keys = rotate();

        assertThat(keys)
                .allSatisfy(key -> assertThat(Base64.getDecoder().decode(key)).hasSize(48));
        assertThat(keys).startsWith(key(2)).endsWith(key(1));
        assertThat(folder.resolve("calls")).content().doesNotContain(keys);
    }

    @Test
    void leavesASecretAloneThatHasNoKey() throws Exception {
        Files.writeString(folder.resolve("keys"), "# nothing\n");

        assertThat(shell.runExpecting(1, "SECRET=tickets sh rotate")).contains("no entry \"keys\" with a key in it");
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    @Test
    void mayReadAndChangeOneSecretAndNothingElse() throws Exception {
        Chart chart = Chart.with(folder, ON);

        assertThat(chart.at("Role", "rules"))
                .asString()
                .isEqualTo("[{apiGroups=[], resources=[secrets], resourceNames=[edge-mqtt-tls-proxy-tickets],"
                        + " verbs=[get, patch]}]");
        assertThat(chart.kinds()).doesNotContain("ClusterRole", "ClusterRoleBinding");
        assertThat(chart.at("RoleBinding", "subjects", 0, "name"))
                .isEqualTo(
                        chart.at("CronJob", "spec", "jobTemplate", "spec", "template", "spec", "serviceAccountName"));
    }

    @Test
    void itsPodsGetNoDevices() throws Exception {
        Chart chart = Chart.with(folder, ON);
        Map<String, Object> labels =
                Chart.map(chart.at("CronJob", "spec", "jobTemplate", "spec", "template", "metadata", "labels"));

        assertThat(labels.entrySet()).isNotEmpty();
        assertThat(labels.entrySet()
                        .containsAll(Chart.map(chart.at("Service", "spec", "selector"))
                                .entrySet()))
                .isFalse();
    }

    @Test
    void isNeverQuickerThanTicketsGrowOld() throws Exception {
        assertThat(Chart.with(folder, ON).at("CronJob", "spec", "schedule")).isEqualTo("17 3 * * *");
        assertThat(Chart.with(folder, ON.replace("daily", "weekly") + lifetime("48h"))
                        .at("CronJob", "spec", "schedule"))
                .isEqualTo("17 3 * * 0");
        Chart.refuses(
                folder,
                ON + lifetime("25h"),
                "ticketKeys.rotation.every: daily, and tickets of listener mqtts live for 25h");
        Chart.refuses(folder, ON + lifetime("2d"), "ticketKeys.rotation.every: daily");
    }

    @Test
    void refusesToRotateWithoutASecretOrAnImage() {
        Chart.refuses(folder, "ticketKeys: {rotation: {enabled: true}}", "ticketKeys.rotation.image: nothing");
        Chart.refuses(
                folder,
                "ticketKeys: {create: false, rotation: {enabled: true, image: tools}}\n"
                        + "config: {listeners: {mqtts: {tls: {sessionTickets: null}}}}",
                "ticketKeys.rotation: enabled, and there is no Secret to rotate");
    }

    private List<String> rotate() throws Exception {
        shell.run("SECRET=tickets sh rotate");
        return Files.readAllLines(folder.resolve("keys"));
    }

    private static String lifetime(String lifetime) {
        return "config: {listeners: {mqtts: {tls: {sessionTickets: {lifetime: " + lifetime + "}}}}}\n";
    }

    private static String key(int number) {
        byte[] bytes = new byte[48];
        bytes[0] = (byte) number;
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String script(Chart chart) {
        return chart.objects().stream()
                .filter(object -> "ConfigMap".equals(object.get("kind")))
                .map(object -> Chart.map(Objects.requireNonNull(object.get("data"))))
                .filter(data -> data.containsKey("rotate-ticket-keys"))
                .map(data -> String.valueOf(data.get("rotate-ticket-keys")))
                .findFirst()
                .orElseThrow();
    }
}
