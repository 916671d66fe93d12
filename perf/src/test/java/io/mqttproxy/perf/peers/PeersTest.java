package io.mqttproxy.perf.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.perf.pki.Authority;
import io.mqttproxy.perf.pki.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeersTest {

    private static final Path TEMPLATES = Path.of("peers");

    @TempDir
    private Path folder;

    private Map<String, String> values() throws Exception {
        Authority authority = Authority.create("CA");
        KeyPair keys = Authority.newKeys();
        Path server = Files.writeString(
                folder.resolve("server.pem"), Pem.of(authority.server(keys)) + Pem.of(keys.getPrivate()));
        Path ca = Files.writeString(folder.resolve("ca.pem"), Pem.of(authority.certificate()));
        Map<String, String> values = new HashMap<>();
        values.put("port", "20001");
        values.put("mutualPort", "20002");
        values.put("brokerPort", "20003");
        values.put("serverPem", server.toString());
        values.put("deviceCa", ca.toString());
        values.put("openFiles", "1000");
        values.put("maxConnections", "400");
        values.put("folder", folder.toString());
        values.put("streamModule", "");
        values.put("hitchUser", "");
        return values;
    }

    private static String template(Kind kind) throws IOException {
        return Files.readString(TEMPLATES.resolve(kind.template()));
    }

    @ParameterizedTest
    @EnumSource
    void everyTemplateHasBothPortsTheBrokerAndTheCaOfDevices(Kind kind) throws Exception {
        Map<String, String> values = values();

        String configuration = new ConfigTemplate(template(kind)).fill(values);

        assertThat(configuration)
                .contains("20001", "20002", "20003", values.get("serverPem"), values.get("deviceCa"))
                .doesNotContainPattern("@[a-zA-Z]+@");
    }

    @Test
    void ourTemplatePassesTheCheckOfConfigurations() throws Exception {
        Path file = folder.resolve("proxy.yaml");
        Files.writeString(file, new ConfigTemplate(template(Kind.PROXY)).fill(values()));

        assertThat(new ConfigLoader(Map.of()).load(file).listeners()).hasSize(2);
    }

    @Test
    void aNameWithoutAValueIsAnError() {
        ConfigTemplate template = new ConfigTemplate("bind @prot@");

        assertThatThrownBy(() -> template.fill(Map.of("port", "1"))).hasMessageContaining("@prot@");
    }

    @Test
    void versionsNameTheLibraryThatIsUsed() {
        assertThat(PeerSearch.version("""
                        HAProxy version 2.6.12-1+deb12u4 2026/10/17
                        Built with OpenSSL version : OpenSSL 3.0.19 27 Jan 2026
                        """)).isEqualTo("2.6.12-1+deb12u4, OpenSSL 3.0.19");
        assertThat(PeerSearch.version("""
                mqtt-tls-proxy  0.1.0
                java            OpenJDK 64-Bit Server VM 25.0.3+9-LTS
                os              Linux 6.18
                """)).isEqualTo("0.1.0, OpenJDK 64-Bit Server VM 25.0.3+9-LTS");
        assertThat(PeerSearch.version("hitch 1.7.2\n")).isEqualTo("1.7.2");
        assertThat(PeerSearch.version("")).isEqualTo("of unknown version");
    }

    @Test
    void nginxWithoutStreamModuleIsOfNoUse() {
        assertThat(PeerSearch.streamDirective("--with-http_ssl_module")).isEmpty();
        assertThat(PeerSearch.streamDirective("--with-stream --with-stream_ssl_module"))
                .contains("");
        assertThat(PeerSearch.streamDirective("--modules-path=/nowhere --with-stream=dynamic --with-stream_ssl_module"))
                .isEmpty();
    }

    @Test
    void findsProgramsOnThePathAndAsksForTheirVersion() throws Exception {
        Path hitch = Files.writeString(folder.resolve("hitch"), "#!/bin/sh\necho \"hitch 1.2.3 $1\"\n");
        Files.setPosixFilePermissions(hitch, PosixFilePermissions.fromString("rwx------"));
        PeerSearch search = new PeerSearch("/nowhere:" + folder);

        assertThat(search.find(Kind.HITCH)).contains(new Peer("hitch", Kind.HITCH, hitch, "1.2.3", ""));
        assertThat(search.find(Kind.PROXY)).isEmpty();
    }
}
