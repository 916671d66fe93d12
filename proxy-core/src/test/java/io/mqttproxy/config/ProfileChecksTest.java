package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What works and is warned of, and what is left alone; what is refused is in {@code broken/profile-*.yaml}. */
class ProfileChecksTest {

    private static final String USER_NAME = "connect: {username: \"${identity}\"}";

    @Test
    void warnsOfTlvsThatNobodyReads() throws Exception {
        assertThat(warnings("", "profile: mosquitto\nproxyProtocol: {version: v2, tlvs: [ssl, authority, unique-id]}"))
                .containsExactly("proxy.yaml:15:3 clusters.brokers: the TLVs authority, unique-id have no effect:"
                        + " mosquitto does not read them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2", "{version: v2, tlvs: [alpn, authority, ssl]}", "v1"})
    void saysNothingAboutTheDefaultTlvs(String header) throws Exception {
        assertThat(warnings("", "profile: artemis\nproxyProtocol: " + header)).isEmpty();
    }

    @Test
    void warnsWhenVerneMqWouldPutAnotherNameInPlaceOfTheIdentity() throws Exception {
        assertThat(warnings(USER_NAME, "profile: vernemq\nproxyProtocol: v2"))
                .singleElement()
                .asString()
                .startsWith(
                        "proxy.yaml:4:3 listeners.mqtts: vernemq puts the common name of the PROXY header in place of"
                                + " connect.username");
    }

    @Test
    void warnsOfClientsThatNameThemselves() throws Exception {
        assertThat(warnings("", "profile: emqx\nproxyProtocol: v2", "optional"))
                .singleElement()
                .asString()
                .contains("a client without a certificate keeps the user name that it sends, and emqx believes it");
        assertThat(warnings("", "profile: emqx\nproxyProtocol: v2", "required")).isEmpty();
    }

    @Test
    void warnsOfUserPropertiesForABrokerWithoutMqtt5() throws Exception {
        assertThat(warnings("connect: {username: \"${identity}\", userProperties: {x-a: b}}", "profile: moquette"))
                .containsExactly(
                        "proxy.yaml:4:3 listeners.mqtts: connect.userProperties have no effect: they are part of"
                                + " MQTT 5, which moquette does not speak");
    }

    @Test
    void warnsOfAnIdentityThatNobodyIsTold() throws Exception {
        assertThat(warnings("identity: {from: subject.cn}", "profile: mosquitto"))
                .containsExactly("proxy.yaml:4:3 listeners.mqtts: nothing tells the identity to brokers (expected:"
                        + " connect.username: \"${identity}\")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "identity: {from: san.uri}\nconnect: {clientId: \"${identity}\"}",
                "identity: {from: san.uri}\nconnect: {require: {username: \"${identity}\"}}",
                "identity: {from: san.uri}\nconnect: {userProperties: {x-a: \"${cert.serial}\"}}",
                "identity: {from: san.uri}\nconnect: {username: \"${identity}\", password: keep}"
            })
    void acceptsAnIdentityThatTheConnectTellsInAnyWay(String listener) throws Exception {
        assertThat(warnings(listener, "profile: rabbitmq\nproxyProtocol: v2")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"emqx", "vernemq", "mosquitto", "hivemq"})
    void acceptsTheCommonNameInAHeader(String profile) throws Exception {
        assertThat(warnings("identity: {from: subject.cn}", "profile: " + profile + "\nproxyProtocol: v2"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${identity}", "${cert.san.uri}", "urn:${cert.serial}"})
    void acceptsAnyIdentityInAFieldThatHiveMqsExtensionsCanRead(String template) throws Exception {
        assertThat(warnings(
                        "identity: {from: san.uri}",
                        "profile: hivemq\nproxyProtocol: {version: v2, custom: {0xE4: \"" + template + "\"}}"))
                .isEmpty();
    }

    @Test
    void warnsOfCustomFieldsThatNobodyReads() throws Exception {
        assertThat(warnings("", "profile: emqx\nproxyProtocol: {version: v2, custom: {0xE4: \"${cert.serial}\"}}"))
                .containsExactly(
                        "proxy.yaml:15:3 clusters.brokers: the TLVs 0xE4 have no effect: emqx does not read" + " them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxyProtocol: v2", "profile: generic\nproxyProtocol: v2"})
    void assumesNothingWithoutAProfile(String cluster) throws Exception {
        assertThat(warnings("identity: {from: san.uri}", cluster)).isEmpty();
    }

    private static List<String> warnings(String listener, String cluster) throws ConfigException {
        return warnings(listener, cluster, "required");
    }

    private static List<String> warnings(String listener, String cluster, String clientAuth) throws ConfigException {
        boolean needsIdentity = listener.contains("${identity}") && !listener.contains("identity:");
        String lines = (needsIdentity ? "identity: {from: san.uri}\n" : "") + listener;
        String padded = lines + "\n#".repeat(3 - (int) lines.lines().count());
        return Loaded.from("""
                certificates:
                  default: {certFile: a.pem, keyFile: a.key}
                listeners:
                  mqtts:
                    bind: 0.0.0.0:8883
                    tls:
                      certificates: [default]
                      clientAuth: %s
                      caFile: ca.pem
                %s
                clusters:
                  brokers:
                    backends: [127.0.0.1:1883]
                %s
                """.formatted(clientAuth, padded.indent(4).stripTrailing(), cluster.indent(4)))
                .warnings()
                .stream()
                .map(Problem::toString)
                .toList();
    }
}
