package io.mqttproxy.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader in another language, {@code proxy-protocol-js}. It reads the addresses and leaves the fields behind them to its
 * caller. Needs a package registry the first time, where {@code npm} finds nothing in its cache.
 */
@RequiresProgram({"node", "npm"})
class NodeOracleIT {
    private static final Path SOURCES = Path.of("src", "test", "node", "proxy-header-oracle");
    private static final Duration INSTALL = Duration.ofMinutes(2);
    private static final Duration RUN = Duration.ofSeconds(30);
    private static final int HEADERS = 300;

    @TempDir
    static Path folder;

    @BeforeAll
    static void install() throws IOException {
        for (String file : List.of("package.json", "package-lock.json", "decode.js")) {
            Files.copy(SOURCES.resolve(file), folder.resolve(file));
        }
        ProgramResult installed = RunningProgram.run(
                INSTALL, "npm", "ci", "--prefix", folder.toString(), "--ignore-scripts", "--no-audit", "--no-fund");
        boolean must = "true".equals(System.getenv("CI"));
        assumeTrue(must || installed.exitCode() == 0, () -> "no package registry: " + installed.stderr());
        assertThat(installed.exitCode()).as(installed.stderr()).isZero();
    }

    @Test
    void readsTheAddressesOfEveryRandomHeaderAndFindsTheFieldsBehindThem() throws Exception {
        // given
        List<String> expected = new ArrayList<>();
        StringBuilder input = new StringBuilder();
        RandomHeaders random = new RandomHeaders(5);
        while (expected.size() < HEADERS) {
            ProxyHeader header = random.header();
            boolean text = expected.size() % 3 == 0;
            ByteBuf out = Unpooled.buffer();
            try {
                encoder(text, random.tlvs()).encode(header, out);
            } catch (ProxyHeaderException e) {
                continue; // not every random header can be told
            }
            input.append(ByteBufUtil.hexDump(out)).append('\n');
            expected.add(meant(header, text, ByteBufUtil.getBytes(out)));
        }

        // when
        ProgramResult read = RunningProgram.runWithInput(
                RUN,
                input.append("end\n").toString().getBytes(StandardCharsets.US_ASCII),
                "node",
                folder.resolve("decode.js").toString());

        // then
        assertThat(read.exitCode()).as(read.stderr()).isZero();
        assertThat(read.stdout().lines().map(NodeOracleIT::canonical)).containsExactlyElementsOf(expected);
    }

    private static ProxyHeaderEncoder encoder(boolean text, Set<Tlv> tlvs) {
        return new ProxyHeaderEncoder(text ? ProxyProtocolVersion.V1 : ProxyProtocolVersion.V2, tlvs);
    }

    private static String meant(ProxyHeader header, boolean text, byte[] bytes) {
        AddressPair pair = AddressPair.of(header);
        String family = (text ? "TCP" : "INET") + (pair.ipv4() ? text ? "4" : "" : "6");
        int fields = text ? bytes.length : 16 + 2 * pair.source().length + 4;
        return String.join(
                " ",
                family,
                canonical(header.source()),
                canonical(header.destination()),
                HexFormat.of().formatHex(bytes, fields, bytes.length));
    }

    /** Addresses as the JDK writes them, in either spelling of IPv6. */
    private static String canonical(String line) {
        try {
            String[] words = line.split(" ", -1);
            return String.join(
                    " ",
                    words[0],
                    canonical(new InetSocketAddress(InetAddress.getByName(words[1]), Integer.parseInt(words[2]))),
                    canonical(new InetSocketAddress(InetAddress.getByName(words[3]), Integer.parseInt(words[4]))),
                    words[5]);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static String canonical(InetSocketAddress endpoint) {
        return endpoint.getAddress().getHostAddress() + " " + endpoint.getPort();
    }
}
