package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BalancersTest {

    @Test
    void makesABalancerForEachName() {
        assertThat(Balancers.named("roundRobin").over(Fixtures.states(1))).isInstanceOf(RoundRobin.class);
        assertThat(Balancers.named("leastConnections").over(Fixtures.states(1))).isInstanceOf(LeastConnections.class);
        assertThat(Balancers.named("rendezvous").over(Fixtures.states(1))).isInstanceOf(Rendezvous.class);
        assertThat(Balancers.named("maglev").over(Fixtures.states(1))).isInstanceOf(Maglev.class);
        assertThat(Balancers.named("random").over(Fixtures.states(1))).isInstanceOf(RandomOfTwo.class);
    }

    @Test
    void knowsEveryNameThatItLists() {
        assertThat(Balancers.names()).hasSize(5).allSatisfy(name -> assertThat(Balancers.named(name))
                .isNotNull());
    }

    @Test
    void listsTheValidNamesWhenItKnowsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Balancers.named("roundrobin"))
                .withMessage("policy: roundrobin (expected: roundRobin, leastConnections, random, rendezvous, maglev)");
    }

    @Test
    void refusesALoadFactorWithWhichNotEveryClientHasAPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Balancers.Options(HashKey.CLIENT_ID, 1, () -> 0))
                .withMessage("boundedLoad: 1.0 (expected: more than 1)");
    }
}
