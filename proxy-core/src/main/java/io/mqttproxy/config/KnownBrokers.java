package io.mqttproxy.config;

import io.mqttproxy.config.BrokerFacts.Header;
import io.mqttproxy.config.BrokerFacts.UserName;
import java.util.Set;

/**
 * What is known of each kind of broker, with its source: a fact without one is none. The pages in docs/brokers say the same
 * to operators.
 */
final class KnownBrokers {

    // esockd 5.17, esockd_proxy_protocol.erl: versions told apart, a connection without header ends (issue 9205
    // of emqx declines anything else); all TLVs parsed, sub-TLVs from 0x26 kept and unused. emqx 6,
    // emqx_channel.erl: peer_cert_as_username takes the CN for cn and dn, whatever the flags say; AUTHORITY
    // becomes peersni. Run against its parser. emqx_schema.erl: proxy_protocol_timeout 3 s.
    static final BrokerFacts EMQX = new BrokerFacts(
            Header.MANDATORY,
            Set.of("ssl", "ssl.cn", "authority"),
            Set.of(),
            UserName.WHERE_CONFIGURED,
            false,
            true,
            "listeners.tcp.NAME.proxy_protocol = true in emqx.conf");

    // vernemq 2.2, vmq_ranch.erl and vmq_mqtt_pre_init.erl: proxy_protocol_use_cn_as_username is on by default
    // and replaces the user name; without a CN the client's own stays. Ranch 2.2, ranch_proxy_header.erl (run):
    // an unknown SSL sub-TLV and a wrong CRC32C end the connection.
    static final BrokerFacts VERNEMQ = new BrokerFacts(
            Header.MANDATORY,
            Set.of("ssl", "ssl.cn", "crc32c"),
            Set.of("ssl.group", "ssl.sig-scheme", "ssl.client-cert"),
            UserName.BY_DEFAULT,
            false,
            true,
            "listener.tcp.proxy_protocol = on in vernemq.conf");

    // HiveMQ 4 user guide, "PROXY Protocol": both versions, with or without, all TLVs handed to extensions. The
    // Community Edition has none of it (its issue 184).
    static final BrokerFacts HIVEMQ = new BrokerFacts(
            Header.OPTIONAL,
            null,
            Set.of(),
            UserName.WHERE_CONFIGURED,
            false,
            true,
            "<proxy-protocol>true</proxy-protocol> in that listener of config.xml (Enterprise Edition only)");

    // mosquitto 2.1.2, src/proxy_v2.c and src/handle_connect.c (built and run): one version for a listener,
    // only 0x20 with 0x21 to 0x23 is read, a body of more than 500 bytes ends the connection, which no
    // certificate fits.
    static final BrokerFacts MOSQUITTO = new BrokerFacts(
            Header.MANDATORY_ONE_VERSION,
            Set.of("ssl", "ssl.cn", "ssl.cipher", "ssl.version"),
            Set.of("ssl.client-cert"),
            UserName.WHERE_CONFIGURED,
            false,
            true,
            "enable_proxy_protocol {} on that mosquitto listener (mosquitto 2.1 or newer)");

    // rabbitmq 4.3, rabbit_networking.erl and rabbit_mqtt_processor.erl: Ranch, as VerneMQ; ssl_login_name
    // never looks at the header; creds want both. 3.10.8 was run.
    static final BrokerFacts RABBITMQ = new BrokerFacts(
            Header.MANDATORY,
            Set.of("ssl", "ssl.cipher", "ssl.version", "crc32c"),
            Set.of("ssl.group", "ssl.sig-scheme", "ssl.client-cert"),
            UserName.IGNORED,
            true,
            true,
            "mqtt.proxy_protocol = true in rabbitmq.conf");

    // artemis 2.56, HAProxyMessageHandler.java: addresses and version, all TLVs dropped; a header on another
    // acceptor is refused, too (HAProxyMessageEnforcer.java). 2.44 was run.
    static final BrokerFacts ARTEMIS = new BrokerFacts(
            Header.MANDATORY,
            Set.of(),
            Set.of(),
            UserName.IGNORED,
            false,
            true,
            "proxyProtocolEnabled=true on that acceptor of broker.xml");

    // bifromq 4, ProxyProtocolDetector.java and ClientAddrHandler.java (run): on every port, addresses only.
    static final BrokerFacts BIFROMQ =
            new BrokerFacts(Header.OPTIONAL, Set.of(), Set.of(), UserName.IGNORED, false, true, "");

    // NanoNNG 2026-08: no code for it in any transport.
    static final BrokerFacts NANOMQ =
            new BrokerFacts(Header.NEVER, Set.of(), Set.of(), UserName.IGNORED, false, true, "");

    // moquette 0.17 and its main branch of 2026-08: no code for it (its pull request 941 is open), and no MQTT
    // 5.
    static final BrokerFacts MOQUETTE =
            new BrokerFacts(Header.NEVER, Set.of(), Set.of(), UserName.IGNORED, false, false, "");

    static final BrokerFacts GENERIC =
            new BrokerFacts(Header.UNKNOWN, null, Set.of(), UserName.UNKNOWN, false, true, "");

    private KnownBrokers() {}
}
