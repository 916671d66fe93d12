package io.mqttproxy.tls;

import static io.mqttproxy.tls.TicketClient.Outcome.FULL;
import static io.mqttproxy.tls.TicketClient.Outcome.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.netty.handler.ssl.OpenSsl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session tickets of the native engine under keys that a fleet shares. */
class SessionTicketsTest {

    private static final String ONE = "11".repeat(32);
    private static final String TWO = "22".repeat(32);
    private static final String THREE = "33".repeat(32);
    private static final Duration LIFETIME = Duration.ofHours(12);
    private static final Duration WINDOW = LIFETIME.dividedBy(4);

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(startOfAWindow());
    private TestPki pki;
    private TestCertificate device;
    private TicketListeners listeners;

    @BeforeEach
    void makeCertificates() {
        OpenSsl.ensureAvailability();
        pki = TestPki.in(folder);
        device = pki.client("device-1");
        listeners = new TicketListeners(folder, pki, clock);
    }

    @AfterEach
    void giveBack() {
        listeners.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void isResumedByAnotherProcessWithTheSameConfiguration(String version) throws Exception {
        // given
        TlsContexts here = open(ONE);
        TlsContexts there = open(ONE);
        TicketClient client = new TicketClient(pki, device, version);
        assertThat(client.connect(here)).isEqualTo(FULL);

        // then
        assertThat(client.connect(there)).isEqualTo(RESUMED);
        assertThat(client.connect(here)).isEqualTo(RESUMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void isNotResumedWithKeysOfItsOwnInEachProcess(String version) throws Exception {
        // given
        String tls = "clientAuth: required, caFile: " + pki.caFile();
        TlsContexts here = listeners.open(tls);
        TlsContexts there = listeners.open(tls);
        TicketClient client = new TicketClient(pki, device, version);
        client.connect(here);

        // then
        assertThat(client.connect(here)).isEqualTo(RESUMED);
        assertThat(client.connect(there)).isEqualTo(FULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void isNeverResumedWhenTicketsAreOff(String version) throws Exception {
        // given
        TlsContexts contexts = listeners.open("sessionTickets: off, clientAuth: required, caFile: " + pki.caFile());
        TicketClient client = new TicketClient(pki, device, version);
        client.connect(contexts);

        // then
        assertThat(client.connect(contexts)).isEqualTo(FULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void isResumedThroughEveryStepOfARotation(String version) throws Exception {
        // given a client of a proxy that is where the fleet was before
        TicketClient client = new TicketClient(pki, device, version);
        client.connect(open(ONE));

        // then the next key is announced, then used, then the old one is forgotten
        assertThat(client.renewTickets(open(ONE, TWO))).containsOnly(RESUMED);
        assertThat(client.renewTickets(open(TWO, ONE))).containsOnly(RESUMED);
        assertThat(client.renewTickets(open(TWO))).containsOnly(RESUMED);
        assertThat(client.renewTickets(open(THREE, TWO))).containsOnly(RESUMED);
        assertThat(client.renewTickets(open(THREE))).containsOnly(RESUMED);
        assertThat(client.connect(open(TWO, ONE))).isEqualTo(FULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void isEncryptedWithTheFirstKey(String version) throws Exception {
        // given
        TicketClient client = new TicketClient(pki, device, version);
        client.connect(open(ONE, TWO));

        // then
        assertThat(client.connect(open(TWO))).isEqualTo(FULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void isGoodForThreeQuartersOfItsLifetime(String version) throws Exception {
        // given a ticket of the last moment of a window
        TlsContexts contexts = open(ONE);
        advance(contexts, WINDOW.minusMillis(1));
        TicketClient client = new TicketClient(pki, device, version);
        client.connect(contexts);

        // when
        advance(contexts, WINDOW.multipliedBy(3));

        // then
        assertThat(client.connect(contexts)).isEqualTo(RESUMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void isRefusedOnceItIsOlderThanItsLifetime(String version) throws Exception {
        // given a ticket of the first moment of a window
        TlsContexts contexts = open(ONE);
        TicketClient client = new TicketClient(pki, device, version);
        client.connect(contexts);

        // when
        advance(contexts, LIFETIME);

        // then
        assertThat(client.connect(contexts)).isEqualTo(FULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void isResumedByAProxyWhoseClockIsBehind(String version) throws Exception {
        // given
        TlsContexts behind = open(ONE);
        clock.advance(WINDOW);
        TlsContexts ahead = open(ONE);
        TicketClient client = new TicketClient(pki, device, version);
        client.connect(ahead);

        // then
        assertThat(client.connect(behind)).isEqualTo(RESUMED);
    }

    private void advance(TlsContexts contexts, Duration by) {
        clock.advance(by);
        contexts.rotateTickets();
    }

    private TlsContexts open(String... keys) throws Exception {
        Path file = Files.writeString(
                folder.resolve(
                        "tickets-" + Integer.toHexString(String.join("-", keys).hashCode())),
                String.join("\n", keys));
        return listeners.open("clientAuth: required, caFile: " + pki.caFile() + ", sessionTickets: {keysFile: " + file
                + ", lifetime: 12h}");
    }

    /** The next one: certificates are valid for a day from now on, and judged by this clock too. */
    private static Instant startOfAWindow() {
        long millis = WINDOW.toMillis();
        return Instant.ofEpochMilli((InstantSource.system().millis() / millis + 1) * millis);
    }
}
