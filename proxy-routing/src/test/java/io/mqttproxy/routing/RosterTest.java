package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.routing.BackendView.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {

    private final ManualClock clock = new ManualClock();
    private final Roster roster = new Roster(
            backend -> new BackendState(backend, HealthPolicy.DEFAULT, EjectionPolicy.DEFAULT, clock, clock));

    @Test
    void keepsTheStateOfThoseThatStay() {
        // given
        List<BackendState> before =
                roster.update(List.of(at("a", 1), at("b", 1))).present();
        Fixtures.failProbes(before.get(1));
        before.get(1).opened();

        // when
        Roster.Change change = roster.update(List.of(at("b", 1), at("c", 1)));

        // then
        assertThat(change.present()).hasSize(2).startsWith(before.get(1));
        assertThat(change.joined()).containsExactly(change.present().get(1));
        assertThat(change.left()).containsExactly(before.get(0));
        assertThat(change.present().get(0).view().state()).isEqualTo(State.DOWN);
        assertThat(change.present().get(0).connections()).isEqualTo(1);
    }

    @Test
    void takesAnotherWeightTierOrZoneWithoutForgettingAnything() {
        // given
        BackendState state = roster.update(List.of(at("a", 1))).present().get(0);
        state.opened();

        // when
        Backend heavier = new Backend("a", "192.0.2.1", 1883, 7, 2, "west");
        Roster.Change change = roster.update(List.of(heavier));

        // then
        assertThat(change.present()).containsExactly(state);
        assertThat(change.joined()).isEmpty();
        assertThat(state.backend()).isEqualTo(heavier);
        assertThat(state.connections()).isEqualTo(1);
    }

    @Test
    void takesAnotherAddressForAnotherBackend() {
        // given a pod that came back with the name that it had
        BackendState old = roster.update(List.of(at("broker-0", 1))).present().get(0);
        old.opened();

        // when
        Roster.Change change = roster.update(List.of(new Backend("broker-0", "192.0.2.99", 1883, 1)));

        // then
        assertThat(change.left()).containsExactly(old);
        assertThat(change.joined()).hasSize(1).doesNotContain(old);
    }

    @Test
    void remembersOneThatLeftUntilItsLastClientIsGone() {
        // given
        BackendState left =
                roster.update(List.of(at("a", 1), at("b", 1))).present().get(0);
        left.opened();
        roster.update(List.of(at("b", 1)));
        assertThat(roster.forgetEmpty()).isEmpty();

        // when it comes back, it is the same
        assertThat(roster.update(List.of(at("a", 1), at("b", 1))).joined()).containsExactly(left);

        // when it leaves for good, it is forgotten with its last client
        roster.update(List.of(at("b", 1)));
        left.closed();
        assertThat(roster.forgetEmpty()).containsExactly(left);
        assertThat(roster.forgetEmpty()).isEmpty();
        assertThat(roster.update(List.of(at("a", 1), at("b", 1))).joined()).doesNotContain(left);
    }

    @Test
    void tellsThoseWhoLeft() {
        // given
        BackendState one = roster.update(List.of(at("a", 1))).present().get(0);
        assertThat(one.hasLeft()).isFalse();

        // when
        roster.update(List.of(at("b", 1)));

        // then
        assertThat(one.hasLeft()).isTrue();

        // and when it comes back, and leaves with all others
        BackendState same = roster.update(List.of(at("a", 1))).present().get(0);
        assertThat(same).isSameAs(one);
        assertThat(one.hasLeft()).isFalse();
        roster.dismiss();

        // then
        assertThat(one.hasLeft()).isTrue();
    }

    @Test
    void startsThoseSlowlyThatJoinOthers() {
        // given
        ClusterPolicy slowly = new ClusterPolicy(RoundRobin::new, Duration.ofSeconds(30), 0, "", 50);
        Cluster cluster = Cluster.empty("brokers", slowly);
        cluster = cluster.with(roster.update(List.of(at("a", 1))).present());
        assertThat(cluster.backends().get(0).warmth()).isEqualTo(BackendState.WARM);

        // when
        cluster = cluster.with(roster.update(List.of(at("a", 1), at("b", 1))).present());

        // then
        assertThat(cluster.backends().get(0).warmth()).isEqualTo(BackendState.WARM);
        assertThat(cluster.backends().get(1).warmth()).isLessThan(BackendState.WARM);
    }

    private static Backend at(String name, int weight) {
        return new Backend(name, "192.0.2.1", 1883, weight);
    }
}
