package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chains in any order, with anything between: which ways are found, and how many signatures that costs. */
class PathFinderTest {

    private static final int SELF_MADE = 10;

    private final CertificateMaker maker = new CertificateMaker();
    private final AtomicInteger verifications = new AtomicInteger();
    private KeyPair rootKey;
    private KeyPair deviceKey;
    private X509Certificate root;

    @BeforeEach
    void makeTheRoot() throws Exception {
        rootKey = CertificateMaker.key();
        deviceKey = CertificateMaker.key();
        root = maker.authority("Root", rootKey, "Root", rootKey);
    }

    private PathFinder trusting(X509Certificate... anchors) {
        return new PathFinder(Set.of(anchors), (certificate, key) -> {
            verifications.incrementAndGet();
            return SignatureEngine.JDK.verifies(certificate, key);
        });
    }

    @Test
    void verifiesNoSignatureOfAuthoritiesThatVouchForEachOtherOnly() throws Exception {
        // given ten of one key, five named X and issued by Y, five the other way around: 5! x 5! orders
        List<X509Certificate> chain = circle("X", "Y");

        // then
        assertThat(trusting(root).find(chain)).isEmpty();
        assertThat(verifications).hasValue(0);
    }

    @Test
    void verifiesEachSignatureOnceWhereSuchAuthoritiesBearTheNameOfARealOne() throws Exception {
        List<X509Certificate> chain = circle("Root", "Y");

        assertThat(trusting(root).find(chain)).isEmpty();
        assertThat(verifications.get()).isBetween(1, chain.size());
    }

    @Test
    void verifiesNoMoreThanTheBoundHoweverManyAuthoritiesHaveOneName() throws Exception {
        // given twenty CAs of one name, none of which has signed any of what is sent
        List<X509Certificate> anchors = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            KeyPair key = CertificateMaker.key();
            anchors.add(maker.authority("Root", key, "Root", key));
        }
        List<X509Certificate> chain = circle("Root", "Root");

        // then
        assertThat(trusting(anchors.toArray(new X509Certificate[0])).find(chain))
                .isEmpty();
        assertThat(verifications)
                .hasValue(IssuerSearch.mostVerifications(chain.size(), anchors.size()))
                .hasValue(62);
    }

    /** A device's certificate and ten CA certificates with one key that everything is signed with. */
    private List<X509Certificate> circle(String one, String other) throws Exception {
        KeyPair key = CertificateMaker.key();
        List<X509Certificate> chain = new ArrayList<>(List.of(maker.device("victim", deviceKey, one, key)));
        for (int i = 0; i < SELF_MADE; i++) {
            chain.add(maker.authority(i % 2 == 0 ? one : other, key, i % 2 == 0 ? other : one, key));
        }
        return chain;
    }

    @Test
    void findsTheWayInAnyOrder() throws Exception {
        // given
        KeyPair[] keys = {CertificateMaker.key(), CertificateMaker.key(), CertificateMaker.key()};
        X509Certificate first = maker.authority("First", keys[0], "Root", rootKey);
        X509Certificate second = maker.authority("Second", keys[1], "First", keys[0]);
        X509Certificate third = maker.authority("Third", keys[2], "Second", keys[1]);
        X509Certificate device = maker.device("device-1", deviceKey, "Third", keys[2]);
        X509Certificate stranger = maker.authority("First", keys[1], "Somebody", keys[1]);
        SplittableRandom random = new SplittableRandom(7);

        for (int round = 0; round < 20; round++) {
            // when
            List<X509Certificate> mixed = new ArrayList<>(List.of(first, stranger, second, third, root, third));
            Collections.shuffle(mixed, new Random(random.nextLong()));
            mixed.add(0, device);
            verifications.set(0);

            // then
            assertThat(trusting(root).find(mixed)).containsExactly(List.of(device, third, second, first, root));
            assertThat(verifications).hasValue(4);
        }
    }

    @Test
    void findsBothWaysThroughAnAuthorityThatTwoOthersHaveSigned() throws Exception {
        // given one CA, one key, two issuers, both of them trusted
        KeyPair otherKey = CertificateMaker.key();
        KeyPair issuingKey = CertificateMaker.key();
        X509Certificate other = maker.authority("Other", otherKey, "Other", otherKey);
        X509Certificate old = maker.expiredAuthority("Issuing", issuingKey, "Root", rootKey);
        X509Certificate cross = maker.authority("Issuing", issuingKey, "Other", otherKey);
        X509Certificate device = maker.device("device-1", deviceKey, "Issuing", issuingKey);

        // when
        List<List<X509Certificate>> found = trusting(root, other).find(List.of(device, old, cross));

        // then
        assertThat(found).containsExactlyInAnyOrder(List.of(device, old, root), List.of(device, cross, other));
        assertThat(verifications).hasValue(3);
    }

    @Test
    void goesRoundInNoCircleWhereRealAuthoritiesSignEachOther() throws Exception {
        // given A and B, each signed by the other, and A by the root
        KeyPair a = CertificateMaker.key();
        KeyPair b = CertificateMaker.key();
        X509Certificate aByRoot = maker.authority("A", a, "Root", rootKey);
        X509Certificate aByB = maker.authority("A", a, "B", b);
        X509Certificate bByA = maker.authority("B", b, "A", a);
        X509Certificate device = maker.device("device-1", deviceKey, "A", a);

        // when
        List<List<X509Certificate>> found = trusting(root).find(List.of(device, bByA, aByB, aByRoot));

        // then the shortest way first
        assertThat(found).containsExactly(List.of(device, aByRoot, root), List.of(device, aByB, bByA, aByRoot, root));
    }

    @Test
    void leadsThroughNobodyWhoIsNoAuthority() throws Exception {
        // given a device that has signed another one's certificate
        X509Certificate device = maker.device("device-1", deviceKey, "Root", rootKey);
        X509Certificate forged = maker.device("device-2", CertificateMaker.key(), "device-1", deviceKey);

        // then
        assertThat(trusting(root).find(List.of(forged, device))).isEmpty();
        assertThat(trusting(root, device).find(List.of(forged))).isEmpty();
    }
}
