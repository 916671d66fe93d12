package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.routing.Cidr;
import io.mqttproxy.routing.Glob;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time is that of embedded event loops and stands still unless a test moves it. */
class SessionControlTest {

    private static final SessionFilter ALL = new SessionFilter(null, null, null, null, null, null);

    private final ProxyMetrics metrics = new ProxyMetrics();
    private final Sessions sessions = new Sessions();
    private final Accounting accounting =
            new Accounting(metrics.listener("mqtts", Accounting.labels()), sessions, AccessLog.off());
    private final EmbeddedChannel time = new EmbeddedChannel();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final SessionControl control = new SessionControl(sessions, time.eventLoop());

    @BeforeEach
    void stopTheClock() {
        time.freezeTime();
    }

    @AfterEach
    void close() {
        control.close();
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        time.finishAndReleaseAll();
        metrics.close();
    }

    @Test
    void listsInTheOrderOfAcceptancePageByPage() {
        // given more than are visited in one slice
        connect(2_500);

        // when
        List<String> ids = new ArrayList<>();
        int pages = 0;
        String after = "";
        while (after != null) {
            SessionPage page = walked(control.list(ALL, after, 1_000));
            page.sessions().forEach(view -> ids.add(view.id()));
            after = page.next();
            pages++;
        }

        // then
        assertThat(pages).isEqualTo(3);
        assertThat(ids).hasSize(2_500).startsWith("1f-1", "1f-2", "1f-3").endsWith("1f-9c4");
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void saysWhatIsKnownOfAConnection() {
        // given
        Session session = connect(1);
        session.traffic().fromClient(100);

        // when
        SessionView view = walked(control.list(ALL, "", 10)).sessions().get(0);

        // then
        assertThat(view.clientId()).isEqualTo("d1");
        assertThat(view.client()).isEqualTo("192.0.2.1:40000");
        assertThat(view.phase()).isEqualTo(Session.Phase.RELAYING);
        assertThat(view.mqtt()).isEqualTo("5");
        assertThat(view.tls()).isEqualTo("TLSv1.3");
        assertThat(view.bytesFromClient()).isEqualTo(100);
    }

    @Test
    void cutsNamesOfAnyLengthBetweenCharacters() {
        // given names whose 256th unit is the first half of a character, and one that is just short enough
        String character = "\uD83D\uDE00";
        accept("x".repeat(255) + character.repeat(16_000));
        accept("y".repeat(65_000));
        accept("z".repeat(256));

        // when
        List<SessionView> views = walked(control.list(ALL, "", 10)).sessions();

        // then
        assertThat(views)
                .extracting(SessionView::clientId)
                .containsExactly("x".repeat(255) + character + "…", "y".repeat(256) + "…", "z".repeat(256));
    }

    @Test
    void listsWhatAFilterMeansAndNothingElse() {
        // given
        connect(30);

        // then
        assertThat(ids(new SessionFilter("1f-a", null, null, null, null, null))).containsExactly("1f-a");
        assertThat(ids(new SessionFilter(null, new Glob("d1*")::matches, null, null, null, null)))
                .hasSize(11);
        assertThat(ids(new SessionFilter(null, "d7"::equals, null, null, null, null)))
                .containsExactly("1f-7");
        assertThat(ids(new SessionFilter(null, null, "nobody"::equals, null, null, null)))
                .isEmpty();
        assertThat(ids(new SessionFilter(null, null, null, Cidr.parse("192.0.2.4/30"), null, null)))
                .containsExactly("1f-4", "1f-5", "1f-6", "1f-7");
        assertThat(ids(new SessionFilter(null, null, null, null, "b1", null))).isEmpty();
        assertThat(ids(new SessionFilter(null, null, null, null, null, "other")))
                .isEmpty();
        assertThat(ids(new SessionFilter(null, "d7"::equals, null, null, null, "mqtts")))
                .hasSize(1);
    }

    @Test
    void endsWhatAFilterMeansAtThePace() throws Exception {
        // given
        connect(2_000);

        // when
        CompletableFuture<Integer> ending = control.end(
                new SessionFilter(null, new Glob("d1*")::matches, null, null, null, null),
                CloseReason.ADMINISTRATIVE,
                100);

        // then 1, 10 to 19, 100 to 199 and 1000 to 1999
        assertThat(walked(ending)).isEqualTo(1_111);
        seconds(1);
        assertThat(sessions.size()).isEqualTo(1_900);
        seconds(1);
        assertThat(sessions.size()).isEqualTo(1_800);
        seconds(12);
        assertThat(sessions.size()).isEqualTo(2_000 - 1_111);
        assertThat(metrics.listeners().values()).singleElement().satisfies(counts -> assertThat(counts.disconnects())
                .containsEntry("administrative", 1_111L));
    }

    @Test
    void endsAlsoThoseWhoAreStillOnTheirWay() throws Exception {
        // given
        Session session = connecting();

        // when
        walked(control.end(ALL, CloseReason.BANNED, 10));
        seconds(1);

        // then
        assertThat(session.reason()).isEqualTo(CloseReason.BANNED);
    }

    @Test
    void doesNotBeginMoreThanItCanKeepApart() throws Exception {
        // given
        connect(10);
        for (int i = 0; i < SessionControl.MOST_ENDINGS; i++) {
            walked(control.end(ALL, CloseReason.ADMINISTRATIVE, 1));
        }

        // then
        assertThatExceptionOfType(SessionControl.TooManyEndingsException.class)
                .isThrownBy(() -> control.end(ALL, CloseReason.ADMINISTRATIVE, 1))
                .withMessage("16 groups of connections are being ended (expected: fewer at the same time)");

        // and when they are done
        seconds(12);
        assertThat(sessions.size()).isZero();
        assertThat(walked(control.end(ALL, CloseReason.ADMINISTRATIVE, 1))).isZero();
    }

    private List<String> ids(SessionFilter filter) {
        return walked(control.list(filter, "", 100)).sessions().stream()
                .map(SessionView::id)
                .toList();
    }

    /** Lets the leader and the event loops of the connections take turns until the walk is over. */
    private <T> T walked(CompletableFuture<T> walk) {
        while (!walk.isDone()) {
            time.runPendingTasks();
            channels.forEach(EmbeddedChannel::runPendingTasks);
        }
        return walk.join();
    }

    /** Connects relayed clients; the last one is returned. */
    private Session connect(int count) {
        Session last = connecting();
        last.answered(0);
        for (int i = 1; i < count; i++) {
            last = connecting();
            last.answered(0);
        }
        return last;
    }

    private Session connecting() {
        return accept("d" + (channels.size() + 1));
    }

    private Session accept(String clientId) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channels.add(channel);
        int number = channels.size();
        Session session = new Session(
                "1f-" + Integer.toHexString(number),
                "mqtts",
                channel,
                new InetSocketAddress("192.0.2." + number % 250, 40_000),
                new InetSocketAddress("192.0.2.254", 8883));
        TestClient.secured(session, NoIdentity.INSTANCE, TestClient.connect5(clientId, null));
        accounting.accepted(session);
        return session;
    }

    private void seconds(int seconds) {
        for (int step = 0; step < 10 * seconds; step++) {
            pass(time);
            time.runPendingTasks();
            channels.forEach(SessionControlTest::pass);
        }
    }

    private static void pass(EmbeddedChannel channel) {
        channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }
}
