package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often responders are asked about connections that stay open. Time stands still unless a test moves it. */
class StatusRoundsTest {

    private static final Duration ROUND = Duration.ofSeconds(100);

    @TempDir
    private static Path folder;

    private static X509Certificate issuer;

    private final ConcurrentMap<Integer, Credential> live = new ConcurrentHashMap<>();
    private final List<List<IssuedCertificate>> asked = new ArrayList<>();
    private final List<CompletableFuture<?>> open = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    @BeforeAll
    static void makeAuthority() {
        issuer = TestPki.in(folder).issuing().certificate();
    }

    @Test
    void spreadsTheConnectionsOverTheRound() {
        // given
        connect(10_000);
        StatusRounds rounds = answering();

        // when a tenth of the round has passed in small steps
        for (int step = 0; step < 100; step++) {
            pass(rounds, Duration.ofMillis(100));
            assertThat(asked).hasSizeBetween((step + 1) * 10 - 1, (step + 1) * 10 + 1);
        }

        // then
        assertThat(asked).hasSizeBetween(999, 1_001).doesNotHaveDuplicates();
    }

    @Test
    void comesToEachOnceInARound() {
        // given
        connect(3);
        StatusRounds rounds = answering();

        // when one more small step than a round has
        for (int step = 0; step <= 1_000; step++) {
            pass(rounds, ROUND.dividedBy(1_000));
        }

        // then
        assertThat(asked).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void comesToEachOnceAfterALongPauseAndNotMoreOften() {
        connect(500);
        StatusRounds rounds = answering();

        pass(rounds, Duration.ofDays(1));

        assertThat(asked).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void waitsForSlowRespondersInsteadOfPilingUpRequests() {
        // given
        connect(1_000);
        StatusRounds rounds = rounds(path -> {
            asked.add(path);
            open.add(new CompletableFuture<>());
            return open.get(open.size() - 1);
        });

        // when nobody answers for a whole round, and then one does
        pass(rounds, ROUND);
        pass(rounds, ROUND);
        assertThat(asked).hasSize(StatusRounds.MOST_AT_ONCE);
        open.get(0).complete(null);
        pass(rounds, Duration.ZERO);

        // then
        assertThat(asked).hasSize(StatusRounds.MOST_AT_ONCE + 1).doesNotHaveDuplicates();
    }

    @Test
    void goesOnAfterADefectAndACloseOfAllConnections() {
        // given
        connect(2);
        StatusRounds rounds = rounds(path -> {
            asked.add(path);
            throw new IllegalStateException("a defect");
        });

        // when
        pass(rounds, ROUND);
        pass(rounds, ROUND);
        live.clear();
        pass(rounds, ROUND);
        int before = asked.size();
        connect(2);
        pass(rounds, ROUND);

        // then each defect costs the rest of its step
        assertThat(before).isEqualTo(2);
        assertThat(asked).hasSize(3);
    }

    @Test
    void asksNothingWhenTheClockIsSetBack() {
        connect(100);
        StatusRounds rounds = answering();

        pass(rounds, ROUND.negated());
        assertThat(asked).isEmpty();

        pass(rounds, ROUND.dividedBy(100));
        assertThat(asked).hasSize(1);
    }

    private StatusRounds answering() {
        return rounds(path -> {
            asked.add(path);
            return CompletableFuture.completedFuture(null);
        });
    }

    private StatusRounds rounds(Function<List<IssuedCertificate>, CompletableFuture<?>> ask) {
        return new StatusRounds(live.values(), ask, ROUND, () -> now);
    }

    /** Each with a path that is equal to no other. */
    private void connect(int count) {
        for (int i = 0; i < count; i++) {
            live.put(i, credential(i));
        }
    }

    private static Credential credential(int serial) {
        List<IssuedCertificate> path =
                List.of(new IssuedCertificate(BigInteger.valueOf(serial), issuer, false, List.of(), List.of()));
        return new Credential(Integer.toHexString(serial), "", List.of(), null, Instant.MAX, path);
    }

    private void pass(StatusRounds rounds, Duration time) {
        now = now.plus(time);
        rounds.run();
    }
}
