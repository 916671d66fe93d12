package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.identity.PeerIdentity;
import io.mqttproxy.proxyprotocol.InboundHeader;
import io.mqttproxy.testsupport.EcsFields;
import io.mqttproxy.testsupport.TestPki;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/logs.md} shows of the access log, held against what is written. */
class LogsPageTest {

    private static final AccessLogText TEXT = new AccessLogText(NameHash.none());
    private static final AccessLogEcs JSON = new AccessLogEcs(NameHash.none());

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @TempDir
    private Path folder;

    private String page;
    private PeerIdentity certificate;

    @BeforeEach
    void read() throws Exception {
        page = Files.readString(Path.of("..", "docs", "logs.md"));
        certificate = TestClient.identity(TestPki.in(folder).client("pump-7"));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void theLinesThatAreShownHaveTheFieldsOfRealOnesInTheirOrder() {
        Session connected = LoggedSessions.waiting(channel, certificate, "pump-7");
        assertThat(keys(example("connected, text"))).isEqualTo(keys(LoggedSessions.connected(TEXT, connected)));
        assertThat(names(example("connected, json")))
                .isEqualTo(names(JSON.connected(
                        connected,
                        LoggedSessions.waiting(channel, certificate, "pump-7").tls())));

        Session ended = LoggedSessions.relayed(channel, certificate, "pump-7");
        assertThat(keys(example("disconnected, text"))).isEqualTo(keys(TEXT.ended(ended)));
        assertThat(names(example("disconnected, json"))).isEqualTo(names(JSON.ended(ended)));
    }

    @Test
    void theTableHasEveryFieldOfBothFormsAndNoOther() {
        // given everything that there is to tell, in two lines
        Session session = LoggedSessions.waiting(channel, certificate, "pump-7");
        SetupTrace.begin(session, new TraceId(1, 2), new SetupFacts(NameHash.none()), setup -> {});
        InetSocketAddress client = new InetSocketAddress("192.0.2.9", 50000);
        session.introduced(new InboundHeader(new InboundHeader.Addresses(client, client), List.of(), null));
        String connectedAsJson = JSON.connected(session, session.tls());
        String connectedAsText = LoggedSessions.connected(TEXT, session);
        session.end(CloseReason.BACKEND_CLOSED, "for a reason");

        // then
        assertThat(column(1)).isEqualTo(together(keys(connectedAsText), keys(TEXT.ended(session))));
        assertThat(column(2)).isEqualTo(together(names(connectedAsJson), names(JSON.ended(session))));
    }

    private static Set<String> together(List<String> some, List<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    private String example(String name) {
        return Pattern.compile("<!-- example: " + name + " -->\n```(?:json)?\n(.*?)\n```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no example of " + name));
    }

    /** The names in a column of the table of fields; 1 is the first. */
    private Set<String> column(int number) {
        Set<String> names = new TreeSet<>();
        page.lines()
                .dropWhile(line -> !line.startsWith("| text | JSON |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .flatMap(row -> Stream.of(row.split("\\|", -1)[number].split(",", -1)))
                .map(name -> name.replace("`", "").strip())
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        return names;
    }

    private static List<String> keys(String text) {
        return Pattern.compile("(?:^| )(\\w+)=(\"[^\"]*\"|\\S+)")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> names(String json) {
        return EcsFields.names(EcsFields.read(json));
    }
}
