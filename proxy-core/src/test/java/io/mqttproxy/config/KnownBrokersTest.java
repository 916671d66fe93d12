package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Facts must hang together. */
class KnownBrokersTest {

    @ParameterizedTest
    @EnumSource(Profile.class)
    void noBrokerReadsWhatItDiesOf(Profile profile) {
        BrokerFacts facts = profile.facts();

        assertThat(facts.reads() == null || Collections.disjoint(facts.reads(), facts.fatal()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void whoTakesNoHeaderTakesNoNameFromIt(Profile profile) {
        BrokerFacts facts = profile.facts();

        assertThat(facts.header() == BrokerFacts.Header.NEVER && facts.takesIdentityFromHeaders())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void remediesAreWholeSentences(Profile profile) {
        assertThat(profile.facts().switchOn("v2")).isNotBlank().doesNotContain("{}");
        assertThat(profile.facts().switchOff()).isNotBlank().doesNotContain("{}");
    }
}
