package io.mqttproxy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
    private static final String PLAIN = """
            listeners:
              mqtt: {bind: "127.0.0.1:1884", limits: {connections: 100000, handshakes: 500/s}}
            clusters:
              brokers: {backends: ["10.0.0.1:1883", "10.0.0.2:1883"]}
            """;

    /** Two that are always there, and who knows how many more. */
    private static final String LOOKED_UP =
            PLAIN.replace("]}", "], discovery: {dns: brokers.example.com, type: a, port: 1883}}");

    @TempDir
    private Path folder;

    private PretendedMachine pretended;

    @BeforeEach
    void makeAMachineThatSuffices(@TempDir Path root) throws Exception {
        pretended = new PretendedMachine(root);
    }

    @Test
    void findsNothingWrongWithAMachineThatSuffices() throws Exception {
        List<Advice> advice = new Doctor(pretended.machine()).capacity(load(PLAIN));

        assertThat(advice)
                .extracting(Advice::toString)
                .containsExactly(
                        "ok    open files: 1048576, enough for 100000 connections",
                        "ok    memory: 16384 MiB, and 100000 connections take about 1371 MiB",
                        "ok    java heap: 4096 MiB at most, and 100000 connections want about 1076 MiB",
                        "ok    processors: 4, with 4 event loops",
                        "ok    net.core.somaxconn: 4096",
                        "ok    net.ipv4.tcp_max_syn_backlog: 2048",
                        "ok    net.ipv4.ip_local_port_range: 64512 ports for each of 2 backends",
                        "ok    net.ipv4.tcp_tw_reuse: 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            proc/self/limits                          | Max open files 20000 20000 files | FAIL | open files                       | new clients fail beyond 9750 (remedy: LimitNOFILE=200500
            proc/sys/fs/file-max                      | 65536                            | FAIL | open files of the machine        | sysctl -w fs.file-max=401000
            proc/meminfo                              | MemTotal: 1048576 kB             | FAIL | memory                           | 1024 MiB, and 100000 connections take about 1371 MiB
            sys/fs/cgroup/memory.max                  | 536870912                        | FAIL | memory                           | 512 MiB, and
            proc/sys/net/core/somaxconn               | 128                              | WARN | net.core.somaxconn               | sysctl -w net.core.somaxconn=8192
            proc/sys/net/ipv4/tcp_max_syn_backlog     | 128                              | WARN | net.ipv4.tcp_max_syn_backlog     | sysctl -w net.ipv4.tcp_max_syn_backlog=8192
            proc/sys/net/ipv4/ip_local_port_range     | 32768 60999                      | FAIL | net.ipv4.ip_local_port_range     | 28232 ports for each of 2 backends, fewer than 100000 connections
            proc/sys/net/netfilter/nf_conntrack_max   | 65536                            | WARN | net.netfilter.nf_conntrack_max   | sysctl -w net.netfilter.nf_conntrack_max=400000
            """)
    void saysWhatToDo(String file, String content, Advice.Level level, String subject, String remedy) throws Exception {
        // given
        pretended.with(file, content + "\n");

        // when
        List<Advice> advice = new Doctor(pretended.machine()).capacity(load(PLAIN));

        // then
        assertThat(advice)
                .filteredOn(each -> each.level() != Advice.Level.OK)
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.level()).isEqualTo(level);
                    assertThat(found.subject()).isEqualTo(subject);
                    assertThat(found.text()).contains(remedy);
                });
    }

    @Test
    void countsPortsThatRestWhereTheyAreNotReused() throws Exception {
        // given
        pretended.with("proc/sys/net/ipv4/tcp_tw_reuse", "2\n");
        Doctor doctor = new Doctor(pretended.machine());

        // when
        List<Advice> slow = doctor.capacity(load(PLAIN));
        List<Advice> fast = doctor.capacity(load(PLAIN.replace("500/s", "5000/s")));
        List<Advice> unlimited = doctor.capacity(load(PLAIN.replace("500/s", "off")));

        // then
        assertThat(slow).allMatch(each -> each.level() == Advice.Level.OK);
        assertThat(fast)
                .anyMatch(
                        each -> each.level() == Advice.Level.WARN
                                && each.text()
                                        .contains(
                                                "with 5000 new connections/s they run out (remedy: sysctl -w net.ipv4.tcp_tw_reuse=1)"));
        assertThat(unlimited).anyMatch(each -> each.text().contains("any number of new connections/s"));
    }

    @Test
    void warnsOfAClusterThatCannotTakeEverybody() throws Exception {
        // given
        String small = PLAIN
                + "  small: {backends: [\"10.0.0.3:1883\"]}\nroutes: [{when: {clientId: \"a*\"}, to: small}, {to: brokers}]\n";

        // when
        List<Advice> advice = new Doctor(pretended.machine()).capacity(load(small));

        // then
        assertThat(advice)
                .anyMatch(each -> each.level() == Advice.Level.WARN
                        && each.text().contains("a cluster of 1 cannot take all 100000 connections"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            100000 | WARN | 64512 ports for each backend: fewer than 2 cannot take all 100000 connections (remedy: sysctl
            64512  | OK   | 64512 ports for each backend
            """)
    void countsNoBackendsWhereTheyAreLookedUp(int connections, Advice.Level level, String text) throws Exception {
        // given
        String yaml = LOOKED_UP.replace("connections: 100000", "connections: " + connections);

        // when
        List<Advice> advice = new Doctor(pretended.machine()).capacity(load(yaml));

        // then
        assertThat(advice)
                .filteredOn(each -> each.subject().equals("net.ipv4.ip_local_port_range"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.level()).isEqualTo(level);
                    assertThat(found.text()).startsWith(text);
                });
    }

    @Test
    void saysHowManyBackendsPortsThatRestAreEnoughForWhereTheyAreLookedUp() throws Exception {
        // given
        pretended.with("proc/sys/net/ipv4/tcp_tw_reuse", "2\n");
        Doctor doctor = new Doctor(pretended.machine());

        // when
        List<Advice> slow = doctor.capacity(load(LOOKED_UP));
        List<Advice> fast = doctor.capacity(load(LOOKED_UP.replace("500/s", "5000/s")));

        // then
        assertThat(slow).contains(Advice.ok("net.ipv4.tcp_tw_reuse", "2"));
        assertThat(fast)
                .contains(Advice.warn(
                        "net.ipv4.tcp_tw_reuse",
                        "2: ports to backends rest for 60 s after each connection, and with 5000 new connections/s they"
                                + " run out with fewer than 5 backends (remedy: sysctl -w net.ipv4.tcp_tw_reuse=1)"));
    }

    @Test
    void warnsOfASmallClusterBesideOneThatIsLookedUp() throws Exception {
        // given
        pretended.with("proc/sys/net/ipv4/ip_local_port_range", "32768 60999\n");
        String small = LOOKED_UP
                + "  small: {backends: [\"10.0.0.3:1883\"]}\nroutes: [{when: {clientId: \"a*\"}, to: small}, {to: brokers}]\n";

        // when
        List<Advice> advice = new Doctor(pretended.machine()).capacity(load(small));

        // then
        assertThat(advice).noneMatch(each -> each.level() == Advice.Level.FAIL).anyMatch(each -> each.text()
                .contains("a cluster of 1 cannot take all 100000 connections"));
    }

    @Test
    void warnsOfLoopsThatTakeTurns() throws Exception {
        List<Advice> advice = new Doctor(pretended.machine()).capacity(load(PLAIN + "transport: {eventLoops: 16}\n"));

        assertThat(advice)
                .contains(Advice.warn(
                        "processors", "4, with 16 event loops that take turns (remedy: transport.eventLoops: 0)"));
    }

    @Test
    void asksNothingOfASystemThatTellsNothing(@TempDir Path nothing) throws Exception {
        Machine machine = new Machine(nothing, 4, Long.MAX_VALUE, nothing, PretendedMachine.NOW);

        assertThat(new Doctor(machine).capacity(load(PLAIN)))
                .extracting(Advice::subject)
                .containsExactly("java heap", "processors");
    }

    @Test
    void countsTheDaysOfCertificatesAndAuthorities() throws Exception {
        // given
        Path ca = TestPki.in(folder).caFile(); // valid for ten days from the real now
        ProxyConfig config = load("""
                certificates: {server: {certFile: '%1$s', keyFile: '%1$s'}}
                listeners:
                  mqtts: {bind: "127.0.0.1:0", tls: {certificates: [server], clientAuth: required, caFile: '%1$s'}}
                clusters: {brokers: {backends: ["127.0.0.1:1"], tls: {caFile: '%1$s'}}}
                """.formatted(ca));
        Instant now = Instant.now();
        Machine machine = new Machine(folder, 1, 1, folder, now);
        Map<String, Instant> bundles = new TreeMap<>(Map.of(
                "a", now.plus(Duration.ofDays(90)), "b", now.plus(Duration.ofDays(3)), "c", now.minusSeconds(1)));

        // when
        List<Advice> advice = new Doctor(machine).certificates(config, bundles);

        // then
        assertThat(advice)
                .extracting(Advice::level)
                .containsExactly(Advice.Level.OK, Advice.Level.WARN, Advice.Level.FAIL, Advice.Level.WARN);
        assertThat(advice.get(1).text()).startsWith("3 days left, until ").endsWith("(remedy: replace its files)");
        assertThat(advice.get(3).subject()).isEqualTo("CA " + ca);
        assertThat(advice.get(3).text()).startsWith("9 days left");
    }

    @Test
    void doubtsAClockThatIsOlderThanTheProgram() {
        Instant built = PretendedMachine.NOW.plus(Duration.ofDays(30));

        assertThat(new Doctor(pretended.machine()).surroundings(built).get(0))
                .returns(Advice.Level.FAIL, Advice::level)
                .returns("clock", Advice::subject);
    }

    @Test
    void triesTheTemporaryFolderAndLeavesNothingThere(@TempDir Path temporary) throws Exception {
        // given
        Machine fine = new Machine(folder, 1, 1, temporary, PretendedMachine.NOW);
        Machine missing = new Machine(folder, 1, 1, temporary.resolve("missing"), PretendedMachine.NOW);

        // when
        Advice writable = new Surroundings(fine).temporaryFolder();
        Advice unusable = new Surroundings(missing).temporaryFolder();

        // then
        assertThat(writable.level()).isEqualTo(Advice.Level.OK);
        assertThat(unusable.level()).isEqualTo(Advice.Level.WARN);
        assertThat(unusable.text()).contains("-Dio.netty.native.workdir=");
        assertThat(temporary).isEmptyDirectory();
    }

    private ProxyConfig load(String yaml) throws Exception {
        return new ConfigLoader(Map.of()).load(Files.writeString(folder.resolve("proxy.yaml"), yaml));
    }
}
