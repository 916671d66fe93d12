package io.mqttproxy.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.ProxyServer;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestCrl;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Configurations as one finds them in front of brokers: {@code name.cfg}, with what must become of it beside it. */
class HaproxyConverterTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void makeTheNamedFiles() throws IOException {
        TestPki pki = TestPki.in(Files.createDirectory(folder.resolve("pki")));
        TestCertificate server = pki.server();
        Files.writeString(
                folder.resolve("server.pem"), Files.readString(server.certFile()) + Files.readString(server.keyFile()));
        Files.copy(pki.caFile(), folder.resolve("ca.pem"));
        TestCrl.write(folder.resolve("ca.crl"), pki.root().crl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"emqx", "sticky", "listen", "profiles"})
    void carriesOverWhatMaps(String name) throws Exception {
        // when
        Conversion conversion = new HaproxyConverter().convert(resource(name + ".cfg"));

        // then
        assertThat(parsed(conversion.yaml())).isEqualTo(parsed(resource(name + ".yaml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"emqx", "sticky", "listen", "profiles"})
    void saysWhatItCouldNotCarryOver(String name) throws Exception {
        // when
        Conversion conversion = new HaproxyConverter().convert(resource(name + ".cfg"));

        // then
        assertThat(conversion.notes())
                .extracting(Note::toString)
                .containsExactlyElementsOf(resource(name + ".notes").lines().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"emqx", "sticky", "listen", "profiles"})
    void makesWhatPassesTheCheck(String name) throws Exception {
        // given
        String yaml = new HaproxyConverter().convert(resource(name + ".cfg")).yaml();

        // when
        ProxyConfig config = new ConfigLoader(Map.of()).load(Files.writeString(folder.resolve("proxy.yaml"), yaml));
        ProxyServer.check(config);

        // then
        assertThat(config.listeners()).isNotEmpty();
        assertThat(yaml).doesNotContain("&id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"emqx", "sticky", "listen", "profiles"})
    @RequiresProgram("haproxy")
    void theConfigurationsAreHaproxys(String name) throws Exception {
        // given: host names that nobody resolves here
        String cfg = resource(name + ".cfg").replaceAll("broker-(\\d)\\.internal", "192.0.2.$1");
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), cfg);

        // when
        ProgramResult result = RunningProgram.run(Duration.ofSeconds(20), "haproxy", "-c", "-f", file.toString());

        // then
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }

    @Test
    void makesNothingOfAWebServer() {
        Conversion conversion = new HaproxyConverter().convert("""
                defaults
                    mode http
                frontend web
                    bind *:80
                    default_backend app
                backend app
                    server a 192.0.2.1:80
                """);

        assertThat(conversion.yaml()).isEmpty();
        assertThat(conversion.notes())
                .extracting(Note::toString)
                .contains("3: frontend web: not in mode tcp; left out");
    }

    @Test
    void failsTheCheckWhereBrokersWouldNotBeVerified() {
        Conversion conversion = new HaproxyConverter().convert("""
                listen mqtt
                    bind :1883
                    server a 192.0.2.1:8883 ssl verify none
                """);

        assertThat(conversion.yaml()).contains("caFile: the-CA-of-your-brokers.pem");
        assertThat(conversion.notes())
                .extracting(Note::toString)
                .containsExactly("3: server … ssl: brokers are always verified here: put their CA into tls.caFile");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            defaults a              | listen m from b | 4: listen … from b: no defaults of that name before it; only the lines of its own count
            defaults m              | listen a from a | 4: listen … from a: no defaults of that name before it; only the lines of its own count
            defaults a from a       | listen m        | 2: defaults … from a: no defaults of that name before it; only the lines of its own count
            defaults b              | listen m from b | 4: listen … from b: several defaults before it have that name; only the lines of its own count
            """)
    void inheritsNothingWhereHaproxyWouldRefuseTheName(String defaults, String listen, String note) {
        Conversion conversion = new HaproxyConverter()
                .convert("""
                defaults %s
                %s
                    timeout connect 5s
                %s
                    bind :1883
                    server s 192.0.2.1:1883
                """.formatted(defaults.equals("defaults b") ? "b" : "", defaults, listen));

        assertThat(conversion.notes()).extracting(Note::toString).containsExactly(note);
        assertThat(conversion.yaml()).contains("bind: 0.0.0.0:1883");
        assertThat(conversion.yaml().contains("backend: 5s")).isEqualTo(listen.equals("listen m"));
    }

    @Test
    void saysWhereServersDifferInWhatHoldsForAWholeCluster() {
        Conversion conversion = new HaproxyConverter().convert("""
                listen mqtt
                    bind :1883
                    server a 192.0.2.1:8883 ssl verify required ca-file ca.pem sni str(a.internal) check inter 3s
                    server b 192.0.2.2:8883 ssl verify required ca-file ca.pem sni str(a.internal) check inter 3s
                    server c 192.0.2.3:8883 ssl verify none ca-file c.pem crt c.pem sni str(c.internal) check inter 9s rise 3
                    server d 192.0.2.4:1883 send-proxy-v2-ssl-cn
                listen bridge
                    bind :1884
                    server e 192.0.2.5:1883 send-proxy-v2
                    server f 192.0.2.6:8883 send-proxy-v2 proxy-v2-options ssl,cert-cn ssl ca-file f.pem check
                """);

        assertThat(conversion.notes())
                .extracting(Note::toString)
                .containsExactly(
                        "5: server … ca-file: that of the first server counts for all of a cluster",
                        "5: server … crt: that of the first server counts for all of a cluster",
                        "5: server … verify: that of the first server counts for all of a cluster",
                        "5: server … sni: that of the first server counts for all of a cluster",
                        "5: server … inter: that of the first server counts for all of a cluster",
                        "5: server … rise: that of the first server counts for all of a cluster",
                        "6: server d: the PROXY header of the first server counts for all of a cluster",
                        "6: server … ssl: the first server has it, so the whole cluster has it",
                        "6: server … check: the first server has it, so the whole cluster has it",
                        "10: server f: the PROXY header of the first server counts for all of a cluster",
                        "10: server … ssl: the first server has none, so the whole cluster has none",
                        "10: server … check: the first server has none, so the whole cluster has none");
    }

    @Test
    void keepsApartWhatOnlyDiffersInCharactersThatNamesDoNotHave() {
        String yaml = new HaproxyConverter().convert("""
                frontend a:b
                    bind :1883
                    default_backend x:y
                frontend a_b
                    bind :1884
                    default_backend x-y
                listen a-b
                    bind :1885
                    server s 192.0.2.3:1883
                backend x:y
                    server s 192.0.2.1:1883
                backend x-y
                    server s 192.0.2.2:1883
                """).yaml();

        assertThat(yaml.lines().map(String::strip))
                .contains("a-b:", "a_b:", "a-b-2:", "x-y:", "x-y-2:")
                .contains("to: x-y", "to: x-y-2", "to: a-b");
    }

    @Test
    void survivesWhatIsNoConfiguration() {
        for (String text : new String[] {
            "", "\"", "'a b", "\\", "bind", "frontend", "listen\nbind\nserver\n", "backend b\nserver\n"
        }) {
            assertThat(new HaproxyConverter().convert(text).yaml()).as(text).isEmpty();
        }
    }

    private String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(HaproxyConverterTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("$DIR", folder.toString());
        }
    }

    private static Object parsed(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }
}
