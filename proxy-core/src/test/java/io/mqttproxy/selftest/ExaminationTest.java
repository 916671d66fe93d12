package io.mqttproxy.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.BackendConfig;
import io.mqttproxy.config.BalanceConfig;
import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.EjectionConfig;
import io.mqttproxy.config.Profile;
import io.mqttproxy.config.ProxyProtocolConfig;
import io.mqttproxy.config.RedirectConfig;
import io.mqttproxy.config.Source;
import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.proxyprotocol.Tlv;
import io.mqttproxy.relay.ConnectFailure;
import io.mqttproxy.relay.OtherProtocol;
import io.mqttproxy.relay.ProbeHeader;
import io.mqttproxy.relay.ProbeOutcome;
import io.mqttproxy.relay.ProbeOutcome.TlsCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every branch of the search, with brokers that are functions; real ones are in SelfTestIT. */
class ExaminationTest {

    private static final ProbeOutcome ACCEPTED = new ProbeOutcome.Accepted();
    private static final ProbeOutcome CLOSED = new ProbeOutcome.Closed();
    private static final ProbeOutcome SILENT = new ProbeOutcome.Silent();
    private static final ProbeHeader V1 = new ProbeHeader(ProxyProtocolVersion.V1, Set.of(), false);
    private static final ProbeHeader V2 = new ProbeHeader(ProxyProtocolVersion.V2, Set.of(), false);
    private static final ProbeHeader V2_SSL = new ProbeHeader(ProxyProtocolVersion.V2, Set.of(Tlv.SSL), false);

    private final List<Attempt> made = new ArrayList<>();

    @Test
    void asksNobodyTwiceWhenTheFirstAnswerIsGood() {
        assertThat(examine(Profile.GENERIC, V2, false, attempt -> ACCEPTED)).returns(true, Finding::fine);
        assertThat(made).hasSize(1);
    }

    @Test
    void looksForTheOtherVersionOfTheHeader() {
        assertThat(examine(Profile.MOSQUITTO, V2, false, only(V1)).text())
                .isEqualTo(
                        "closed the connection after the PROXY header and takes clients behind a PROXY v1 header: set"
                                + " enable_proxy_protocol 2 on that mosquitto listener (mosquitto 2.1 or newer), or"
                                + " proxyProtocol: v1 here");
        assertThat(examine(Profile.MOSQUITTO, V1, false, only(V2)).text())
                .contains("set enable_proxy_protocol 1 on that mosquitto listener", "proxyProtocol: v2 here");
        assertThat(examine(Profile.GENERIC, ProbeHeader.NONE, false, only(V1)).text())
                .isEqualTo("closed the connection without a PROXY header and takes clients behind a PROXY v1 header:"
                        + " proxyProtocol: v1 here, or switch the PROXY protocol off there");
    }

    @ParameterizedTest
    @EnumSource(names = {"EMQX", "VERNEMQ", "HIVEMQ", "MOSQUITTO", "RABBITMQ", "ARTEMIS", "BIFROMQ", "GENERIC"})
    void namesTheSettingOfEachBrokerThatHasOne(Profile profile) {
        String text = examine(profile, V2, false, only(ProbeHeader.NONE)).text();

        assertThat(text)
                .startsWith("closed the connection after the PROXY header and takes clients without one: s")
                .endsWith(", or proxyProtocol: off here")
                .doesNotContain("{}");
    }

    @Test
    void doesNotBlameABrokerThatTakesClientsWithACertificateOnly() {
        // given a mosquitto with require_certificate
        Function<Attempt, ProbeOutcome> strict = attempt -> attempt.header().asVerifiedClient() ? ACCEPTED : CLOSED;

        assertThat(examine(Profile.MOSQUITTO, V2_SSL, false, strict))
                .returns(true, Finding::fine)
                .returns(
                        "takes clients behind a PROXY v2 header that tells of a verified client certificate, and no others",
                        Finding::text);
    }

    @Test
    void neverClaimsACertificateWhereTheClusterTellsNone() {
        examine(Profile.MOSQUITTO, V2, false, attempt -> CLOSED);

        assertThat(made).noneMatch(attempt -> attempt.header().asVerifiedClient());
    }

    @ParameterizedTest
    @EnumSource(ConnectFailure.class)
    void doesNotTryOnWithoutAConnection(ConnectFailure failure) {
        Finding finding = examine(Profile.GENERIC, V2, false, attempt -> new ProbeOutcome.NotConnected(failure));

        assertThat(finding.fine()).isFalse();
        assertThat(finding.text()).isNotBlank();
        assertThat(made).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(OtherProtocol.class)
    void doesNotTryOnWhereSomethingElseAnswers(OtherProtocol protocol) {
        Finding finding = examine(Profile.GENERIC, V2, false, attempt -> new ProbeOutcome.NotMqtt(protocol));

        assertThat(finding.fine()).isFalse();
        assertThat(finding.text()).startsWith("answers with ").contains("not MQTT");
        assertThat(made).hasSize(1);
    }

    @Test
    void recognisesAWebServerThatOnlyAnswersALine() {
        Function<Attempt, ProbeOutcome> web =
                attempt -> attempt.hasHeader() ? new ProbeOutcome.NotMqtt(OtherProtocol.HTTP) : SILENT;

        assertThat(examine(Profile.GENERIC, ProbeHeader.NONE, false, web).text())
                .startsWith("answers with HTTP, not MQTT");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, false", "4, true", "5, true"})
    void knowsThatARefusalOfAStrangerIsNoFault(int code, boolean fine) {
        assertThat(examine(Profile.GENERIC, V2, false, attempt -> new ProbeOutcome.Refused(code)))
                .returns(fine, Finding::fine);
    }

    @Test
    void saysWhichCertificateIsNotBelieved() {
        ProbeOutcome untrusted = new ProbeOutcome.TlsFailed(TlsCause.CERTIFICATE, "unable to find valid path");

        assertThat(examine(Profile.GENERIC, V2, true, attempt -> untrusted).text())
                .startsWith("shows a certificate that is not believed: unable to find valid path (expected: ");
        assertThat(made).hasSize(1);
    }

    @Test
    void findsABrokerWithoutTls() {
        assertThat(examine(Profile.GENERIC, V2, true, attempt -> attempt.tls() ? CLOSED : ACCEPTED)
                        .text())
                .isEqualTo("speaks plain MQTT and not TLS on this port: name its TLS port, or leave out"
                        + " clusters.brokers.tls");
    }

    @Test
    void saysWhatTlsSaidWhenNothingWorks() {
        ProbeOutcome alert = new ProbeOutcome.TlsFailed(TlsCause.OTHER, "received alert handshake_failure");

        assertThat(examine(Profile.GENERIC, ProbeHeader.NONE, true, attempt -> alert)
                        .text())
                .contains("received alert handshake_failure", "clusters.brokers.tls.certificate");
    }

    @Test
    void admitsThatNothingWorks() {
        assertThat(examine(Profile.GENERIC, V2_SSL, false, attempt -> CLOSED).text())
                .isEqualTo(
                        "closed the connection, with a PROXY header and without: is that port for MQTT without TLS?");
        assertThat(made).hasSize(4);
        assertThat(examine(Profile.GENERIC, ProbeHeader.NONE, false, attempt -> SILENT)
                        .text())
                .startsWith("does not answer a CONNECT, with a PROXY header and without: ");
    }

    private Finding examine(Profile profile, ProbeHeader header, boolean tls, Function<Attempt, ProbeOutcome> broker) {
        Diagnosis diagnosis = new Diagnosis(cluster(profile), "backend 127.0.0.1:1883 of cluster brokers");
        Function<Attempt, ProbeOutcome> recorded = broker.compose(attempt -> {
            made.add(attempt);
            return attempt;
        });
        return new Examination(new Attempt(header, tls), recorded.andThen(CompletableFuture::completedStage), diagnosis)
                .run()
                .toCompletableFuture()
                .join();
    }

    private static Function<Attempt, ProbeOutcome> only(ProbeHeader header) {
        return attempt -> attempt.header().equals(header) ? ACCEPTED : CLOSED;
    }

    private static ClusterConfig cluster(Profile profile) {
        Source source = new Source("proxy.yaml", 1, 1, "clusters.brokers");
        return new ClusterConfig(
                "brokers",
                profile,
                List.of(new BackendConfig("127.0.0.1", 1883, 1, "127.0.0.1:1883", 0, "", source)),
                BalanceConfig.DEFAULTS,
                ProxyProtocolConfig.DEFAULTS,
                null,
                EjectionConfig.DEFAULTS,
                source,
                null,
                true,
                null,
                null,
                RedirectConfig.DEFAULTS);
    }
}
