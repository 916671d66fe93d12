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
    }

    @Test
    void knowsEveryNameThatItLists() {
        assertThat(Balancers.names()).hasSize(3).allSatisfy(name -> assertThat(Balancers.named(name))
                .isNotNull());
    }

    @Test
    void listsTheValidNamesWhenItKnowsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Balancers.named("roundrobin"))
                .withMessage("policy: roundrobin (expected: roundRobin, leastConnections, rendezvous)");
    }
}
