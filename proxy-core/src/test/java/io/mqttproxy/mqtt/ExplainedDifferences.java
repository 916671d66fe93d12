package io.mqttproxy.mqtt;

import static io.mqttproxy.mqtt.DifferenceExplanation.theyRefuse;
import static io.mqttproxy.mqtt.DifferenceExplanation.weRefuse;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All differences that there may be between our parser and other readers, each with the section of the specification that
 * settles it. What both take and do not read the same is never explained.
 */
final class ExplainedDifferences {

    /** What we refuse and somebody else takes. */
    static final List<DifferenceExplanation> WE_REFUSE = List.of(
            weRefuse(
                    "no MQTT",
                    "first byte: N",
                    "MQTT 3.1 section 2.1",
                    "0x16 has the QoS that is reserved; it is how TLS begins, so it is told apart at once"),
            weRefuse(
                    "remaining length: not a variable byte integer",
                    "1.5.5; MQTT 3.1.1 section 2.2.3",
                    "at most four bytes and as few as possible; the algorithm of MQTT 3.1.1 makes no other ones"),
            weRefuse(
                    "(properties|will properties|property identifier): not a variable byte integer",
                    "1.5.5",
                    "at most four bytes and as few as possible, inside the packet"),
            weRefuse(
                    "protocol version: N with this name",
                    "3.1.2.1, 3.1.2.2",
                    "the level has to be the one of the name; HiveMQ takes any behind MQIsdp, mosquitto takes 0x85 for 5"),
            weRefuse(
                    "MQTT 3\\.1\\.1|MQTT 5",
                    "connect flags: will QoS or retain without a will",
                    "3.1.2.6, 3.1.2.7",
                    "both have to be 0 without a will; MQTT 3.1 disregards them"),
            weRefuse("connect flags: will QoS N", "3.1.2.6", "a will QoS of 3 is malformed"),
            weRefuse(
                    "MQTT 3\\.1.*",
                    "connect flags: password without user name",
                    "MQTT 3.1.1 section 3.1.2.9",
                    "without a user name the password flag has to be 0"),
            weRefuse(
                    "property identifier: N",
                    "2.2.2.2",
                    "an identifier that is not defined for this packet is malformed"),
            weRefuse("property identifier: N twice", "2.2.2.2, 3.1.2.11", "only User Property may come twice"),
            weRefuse("receive maximum: N|maximum packet size: N", "3.1.2.11.3, 3.1.2.11.4", "0 is a protocol error"),
            weRefuse(
                    "request problem or response information: N",
                    "3.1.2.11.6, 3.1.2.11.7",
                    "other values than 0 and 1 are a protocol error"),
            weRefuse("payload format indicator: N", "3.1.3.2.3, 3.3.2.3.2", "only 0 and 1 have a meaning"),
            weRefuse("authentication data: without a method", "3.1.2.11.10", "it is a protocol error without a method"),
            weRefuse(
                    ".*: not clean text",
                    "1.5.4; MQTT 3.1.1 section 1.5.3",
                    "what is not UTF-8, U+0000 and surrogates are malformed; control and non-characters may be refused,"
                            + " and are, because readers differ on them"),
            weRefuse(
                    "(will topic|response topic): has a wildcard", "4.7.1, 3.1.3.2.6", "a topic name has no wildcards"),
            weRefuse("(will topic|response topic): empty", "4.7.3", "a topic name has at least one character"),
            weRefuse(
                    ".*: N bytes left",
                    "1.5.2 to 1.5.7, 2.1.4",
                    "a value cannot go on behind the end of the properties or the packet"),
            weRefuse(
                    "packet: N bytes left over",
                    "3.1.3",
                    "the flags say which fields there are, and nothing follows them"),
            weRefuse(
                    "MQTT 3\\.1.*",
                    "client identifier: empty",
                    "MQTT 3.1.1 section 3.1.3.1",
                    "an empty one needs a clean session; MQTT 3.1 allows none at all"));

    private static final String READS_BEYOND =
            "the Remaining Length outranks the flags; Netty reads on behind the packet";

    /** What we take and somebody else refuses. */
    static final List<DifferenceExplanation> THEY_REFUSE = List.of(
            theyRefuse(
                    "Netty|HiveMQ",
                    "MQTT 3[.1]*, bridge.*: (unknown protocol name|Sent CONNECT with an invalid protocol version)",
                    "3.1.2.2",
                    "the bridge bit is no part of MQTT but what mosquitto's bridges send; connect.bridges: strip"),
            theyRefuse(
                    "Netty",
                    "MQTT 3\\.1, (bridge, )?odd header.*: Illegal BIT.*",
                    "MQTT 3.1 section 3.1",
                    "DUP, QoS and RETAIN are not used in a CONNECT of MQTT 3.1; a rewritten one has 0"),
            theyRefuse(
                    "HiveMQ",
                    "MQTT 3\\.1.*, odd flags.*: Invalid will-topic/flag combination",
                    "MQTT 3.1 section 3.1",
                    "without the will flag, will QoS and will retain are disregarded; a rewritten one has 0"),
            theyRefuse(
                    "HiveMQ",
                    "MQTT 3\\.1.*, odd flags.*: Sent a CONNECT with an incorrect username length",
                    "MQTT 3.1 section 3.1",
                    "the Remaining Length outranks the flag of the user name"),
            theyRefuse("Netty", "MQTT 3\\.1.*, odd flags.*: waits for more", "MQTT 3.1 section 3.1", READS_BEYOND),
            theyRefuse(
                    "Netty",
                    "MQTT 3\\.1.*, odd flags.*: non-zero remaining payload bytes: N \\(CONNECT\\)",
                    "MQTT 3.1 section 3.1",
                    READS_BEYOND),
            theyRefuse(
                    "HiveMQ",
                    "MQTT.*, U\\+FDC0 to U\\+FDFF: .*(malformed|bad UTF-8).*",
                    "1.5.4",
                    "non-characters are U+FDD0 to U+FDEF only; HiveMQ takes the letters around them for such"));

    /** What we take and a running mosquitto refuses. */
    static final List<DifferenceExplanation> MOSQUITTO_REFUSES = List.of(
            theyRefuse(
                    "mosquitto",
                    "MQTT 3\\.1, .*odd flags.*: closes",
                    "MQTT 3.1 section 3.1",
                    "without the will flag a will QoS of 3 is disregarded; a rewritten packet has 0"),
            theyRefuse(
                    "mosquitto",
                    "MQTT 5, enhanced authentication.*: CONNACK 140",
                    "4.12",
                    "a server may support no method; this one has no plugin for any"));

    private ExplainedDifferences() {}

    static Stream<DifferenceExplanation> all() {
        return Stream.of(WE_REFUSE, THEY_REFUSE, MOSQUITTO_REFUSES).flatMap(List::stream);
    }

    static Optional<DifferenceExplanation> of(Difference difference) {
        return all().filter(row -> row.covers(difference)).findFirst();
    }
}
