package io.mqttproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.mqttproxy.ProxyServer;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart as Helm sees it, and the proxy.yaml in it as the proxy does. */
class HelmChartTest {

    private static final Object[] POD = {"spec", "template", "spec"};

    @TempDir
    private Path folder;

    @Test
    void helmHasNothingToComplainAbout() {
        LintResult result = new Helm(Chart.FOLDER).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @Test
    void makesWhatIsAlwaysNeededAndTheRestOnlyWhenAskedTo() throws Exception {
        Chart chart = Chart.with(folder, "");
        Chart all = Chart.with(folder, """
                serviceMonitor: {enabled: true}
                networkPolicy: {enabled: true}
                autoscaling: {enabled: true}
                """);

        assertThat(chart.kinds())
                .containsExactlyInAnyOrder("ConfigMap", "Service", "Service", "Deployment", "PodDisruptionBudget");
        assertThat(all.kinds()).contains("ServiceMonitor", "NetworkPolicy", "HorizontalPodAutoscaler");
    }

    @Test
    void itsConfigurationPassesTheCheckOfTheProxy() throws Exception {
        // given the Secrets, mounted below the folder of the test
        Chart chart = Chart.with(folder, "");
        Shell shell = Shell.in(folder);
        ServedDevice.certificates(shell);
        shell.run("mkdir -p secrets/server secrets/device-ca secrets/tickets"
                + " && cp certs/server.pem secrets/server/tls.crt && cp certs/server.key secrets/server/tls.key"
                + " && cp certs/device-ca.pem secrets/device-ca/ca.crt");
        Object encoded = Chart.withHooks(folder).at("Secret", "data", "keys");
        byte[] keys = Base64.getDecoder().decode(String.valueOf(encoded));
        Files.write(folder.resolve("secrets/tickets/keys"), keys);

        // when
        String yaml = String.valueOf(chart.at("ConfigMap", "data", "proxy.yaml"));
        Path file = Files.writeString(folder.resolve("proxy.yaml"), yaml.replace("/etc/mqtt-proxy/", folder + "/"));
        ProxyConfig config = new ConfigLoader(Map.of()).load(file);
        ProxyServer.check(config);

        // then
        assertThat(config.warnings()).isEmpty();
        assertThat(config.shutdown().deadline()).isEqualTo(Duration.ofSeconds(10 + 100 + 5));
    }

    @Test
    void probesAndScrapesFollowTheAdminPortToTls() throws Exception {
        Object[] probe = {"spec", "template", "spec", "containers", 0, "readinessProbe", "httpGet", "scheme"};
        Chart plain = Chart.with(folder, "serviceMonitor: {enabled: true}");
        Chart encrypted = Chart.with(folder, """
                admin: {tls: {certificate: server, clientAuth: optional, caFile: /etc/mqtt-proxy/secrets/device-ca/ca.crt}}
                serviceMonitor: {enabled: true, tlsConfig: {serverName: mqtt.example.com}}
                """);

        assertThat(plain.at("Deployment", probe)).isEqualTo("HTTP");
        assertThat(plain.at("ServiceMonitor", "spec", "endpoints", 0, "scheme")).isEqualTo("http");
        assertThat(encrypted.at("Deployment", probe)).isEqualTo("HTTPS");
        assertThat(encrypted.at("ServiceMonitor", "spec", "endpoints", 0, "scheme"))
                .isEqualTo("https");
        assertThat(encrypted.at("ServiceMonitor", "spec", "endpoints", 0, "tlsConfig", "serverName"))
                .isEqualTo("mqtt.example.com");
        assertThat(String.valueOf(encrypted.at("ConfigMap", "data", "proxy.yaml")))
                .contains("certificate: server", "clientAuth: optional");
        Chart.refuses(folder, "admin: {tls: {certificate: server, clientAuth: required}}", "clientAuth");
        Chart.refuses(folder, "admin: {tls: {clientAuth: none}}", "admin.tls.certificate: nothing");
        Chart.refuses(
                folder,
                "{admin: {tls: {certificate: server}}, serviceMonitor: {enabled: true}}",
                "serviceMonitor.tlsConfig: nothing");
    }

    @Test
    void upgradesLeaveTheTicketKeysAlone() throws Exception {
        assertThat(Chart.with(folder, "").kinds()).doesNotContain("Secret");
        assertThat(Chart.FOLDER.resolve("templates/ticket-keys.yaml"))
                .content()
                .contains("helm.sh/hook: pre-install\n");
    }

    @ParameterizedTest
    @CsvSource({"50000,500,125", "1,500,26", "100000,500,225", "10001,100,126"})
    void thePodGetsTheTimeThatItsDrainTakes(int connections, int pace, int seconds) throws Exception {
        Chart chart =
                Chart.with(folder, "drain: {expectedConnections: " + connections + ", pacePerSecond: " + pace + "}");

        assertThat(chart.at("Deployment", "spec", "template", "spec", "terminationGracePeriodSeconds"))
                .isEqualTo(seconds);
    }

    @Test
    void moreTimeThanThatIsFine() throws Exception {
        Chart chart = Chart.with(folder, "terminationGracePeriodSeconds: 600");

        assertThat(chart.at("Deployment", "spec", "template", "spec", "terminationGracePeriodSeconds"))
                .isEqualTo(600);
    }

    @Test
    void refusesCombinationsThatDoNotWork() {
        Chart.refuses(
                folder,
                "terminationGracePeriodSeconds: 30",
                "terminationGracePeriodSeconds: 30 (expected: at least 125");
        Chart.refuses(folder, "ticketKeys: {create: false}", "ticketKeys: neither create nor existingSecret");
        Chart.refuses(
                folder,
                "service: {ports: [{name: mqtts, port: 8883, targetPort: 8884}]}",
                "service.ports.mqtts: 8884 is the port of no listener");
        Chart.refuses(
                folder,
                "autoscaling: {enabled: true, connectionsPerPod: 60000}",
                "autoscaling.connectionsPerPod: 60000 (expected: at most drain.expectedConnections, 50000");
        Chart.refuses(folder, "autoscaling: {enabled: true, cpuPercent: 0}", "nothing to scale on");
        Chart.refuses(folder, "autoscaling: {enabled: true, minReplicas: 11}", "expected: at most maxReplicas, 10");
        Chart.refuses(
                folder,
                "keda: {enabled: true, serverAddress: \"http://p:9090\"}\nautoscaling: {enabled: true}",
                "keda: enabled, and autoscaling too");
        Chart.refuses(folder, "keda: {enabled: true}", "keda.serverAddress: nothing");
        Chart.refuses(
                folder,
                "keda: {enabled: true, serverAddress: \"http://p:9090\", minReplicas: 11}",
                "keda.minReplicas: 11 (expected: at most maxReplicas, 10");
        Chart.refuses(
                folder,
                "keda: {enabled: true, serverAddress: \"http://p:9090\", connectionsPerPod: 50001}",
                "keda.connectionsPerPod: 50001 (expected: at most drain.expectedConnections, 50000");
        Chart.refuses(folder, "config: {admin: {bind: \"0.0.0.0:1\"}}", "config.admin: the chart sets it");
    }

    @Test
    void refusesWhatIsMisspeltOrOutOfRange() {
        Chart.refuses(folder, "replica: 3", "additional properties 'replica' not allowed");
        Chart.refuses(folder, "podDisruptionBudget: {maxUnavailable: 0}", "maxUnavailable");
        Chart.refuses(folder, "secrets: {tickets: mine}", "tickets");
        Chart.refuses(folder, "drain: {pacePerSecond: 0}", "pacePerSecond");
        Chart.refuses(folder, "service: {ports: []}", "ports");
        Chart.refuses(folder, "keda: {serverAddress: prometheus}", "serverAddress");
        Chart.refuses(folder, "keda: {scaleDownStabilizationSeconds: 0}", "scaleDownStabilizationSeconds");
        Chart.refuses(folder, "ticketKeys: {rotation: {every: hourly}}", "every");
    }

    @Test
    void thePodIsLockedDown() throws Exception {
        Chart chart = Chart.with(folder, "");
        Map<String, Object> pod = Chart.map(chart.at("Deployment", POD));

        assertThat(pod.get("automountServiceAccountToken")).isEqualTo(false);
        assertThat(String.valueOf(pod.get("securityContext")))
                .contains("runAsNonRoot=true", "runAsUser=10001", "RuntimeDefault");
        assertThat(String.valueOf(
                        chart.at("Deployment", "spec", "template", "spec", "containers", 0, "securityContext")))
                .contains("readOnlyRootFilesystem=true", "allowPrivilegeEscalation=false", "drop=[ALL]");
    }

    @Test
    void probesAskTheRightQuestions() throws Exception {
        Chart chart = Chart.with(folder, "");
        Map<String, Object> container = Chart.map(chart.at("Deployment", "spec", "template", "spec", "containers", 0));

        assertThat(String.valueOf(container.get("startupProbe"))).contains("/livez");
        assertThat(String.valueOf(container.get("livenessProbe"))).contains("/livez");
        assertThat(String.valueOf(container.get("readinessProbe"))).contains("/readyz");
    }

    @Test
    void everySelectorFindsThePods() throws Exception {
        // given
        Chart chart = Chart.with(folder, "networkPolicy: {enabled: true}\nserviceMonitor: {enabled: true}");
        Map<String, Object> labels = Chart.map(chart.at("Deployment", "spec", "template", "metadata", "labels"));

        // then
        assertThat(labels).containsAllEntriesOf(Chart.map(chart.at("Deployment", "spec", "selector", "matchLabels")));
        assertThat(labels).containsAllEntriesOf(Chart.map(chart.at("Service", "spec", "selector")));
        assertThat(labels)
                .containsAllEntriesOf(Chart.map(chart.at("PodDisruptionBudget", "spec", "selector", "matchLabels")));
        assertThat(labels)
                .containsAllEntriesOf(Chart.map(chart.at("NetworkPolicy", "spec", "podSelector", "matchLabels")));
        Map<String, Object> monitored = Chart.map(chart.at("ServiceMonitor", "spec", "selector", "matchLabels"));
        assertThat(chart.objects().stream()
                        .filter(object -> "Service".equals(object.get("kind")))
                        .map(service -> Chart.map(
                                Objects.requireNonNull(Chart.map(Objects.requireNonNull(service.get("metadata")))
                                        .get("labels"))))
                        .filter(service -> service.entrySet().containsAll(monitored.entrySet())))
                .hasSize(1);
    }

    @Test
    void kedaScalesOnConnectionsAndDownOnePodAtATime() throws Exception {
        Chart chart = Chart.with(folder, "keda: {enabled: true, serverAddress: \"http://p:9090\"}");

        assertThat(chart.at("ScaledObject", "spec", "scaleTargetRef", "name"))
                .isEqualTo(chart.at("Deployment", "metadata", "name"));
        assertThat(chart.at("ScaledObject", "spec", "triggers", 0, "metadata").toString())
                .contains(
                        "serverAddress=http://p:9090",
                        "query=sum(mqttproxy_client_connections{namespace=\"iot\",service=\"edge-mqtt-tls-proxy-metrics\"})",
                        "threshold=40000",
                        "ignoreNullValues=false");
        assertThat(chart.at("ScaledObject", "spec", "advanced").toString())
                .contains("stabilizationWindowSeconds=3600", "value=1, periodSeconds=600");
        assertThat(Chart.map(chart.at("Deployment", "spec"))).doesNotContainKey("replicas");
        assertThat(chart.objects()).anyMatch(object -> String.valueOf(object.get("metadata"))
                .contains("name=edge-mqtt-tls-proxy-metrics"));
    }

    @Test
    void scalesDownOnePodAtATime() throws Exception {
        Chart chart = Chart.with(folder, "autoscaling: {enabled: true, connectionsPerPod: 40000}");

        assertThat(chart.at("HorizontalPodAutoscaler", "spec", "behavior", "scaleDown")
                        .toString())
                .contains("stabilizationWindowSeconds=3600", "value=1, periodSeconds=600");
        assertThat(chart.at("HorizontalPodAutoscaler", "spec", "metrics", 0).toString())
                .contains("mqttproxy_client_connections", "averageValue=40000");
        assertThat(Chart.map(chart.at("Deployment", "spec"))).doesNotContainKey("replicas");
    }
}
