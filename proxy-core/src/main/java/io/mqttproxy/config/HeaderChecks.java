package io.mqttproxy.config;

import io.mqttproxy.config.BrokerFacts.Header;
import java.util.List;

/** Compares a cluster's PROXY header with what its kind of broker is known to take. */
final class HeaderChecks {

    private HeaderChecks() {}

    /**
     * Reports a header for which these brokers close the connection.
     *
     * @param value where the header is configured
     */
    static void check(Profile profile, ProxyProtocolConfig proxyProtocol, Value value) {
        BrokerFacts facts = profile.facts();
        if (facts.header() == Header.NEVER && proxyProtocol.version() != ProxyProtocolConfig.Version.OFF) {
            value.report(profile.configName() + " does not understand PROXY headers"
                    + " (expected: proxyProtocol: off, and connect.username for the identity)");
        }
        List<String> fatal =
                proxyProtocol.tlvs().stream().filter(facts.fatal()::contains).toList();
        if (!fatal.isEmpty()) {
            value.report(profile.configName() + " closes connections whose PROXY header has "
                    + String.join(", ", fatal) + " (expected: tlvs without "
                    + (fatal.size() == 1 ? "it" : "them") + ")");
        }
    }
}
