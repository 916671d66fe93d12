package io.mqttproxy.selftest;

import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.relay.ProbeHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What to try when the configured way did not end in a CONNACK, the likeliest mistake first. */
final class Alternatives {

    private static final ProbeHeader V1 = new ProbeHeader(ProxyProtocolVersion.V1, Set.of(), false);
    private static final ProbeHeader V2 = new ProbeHeader(ProxyProtocolVersion.V2, Set.of(), false);

    private Alternatives() {}

    /** Other headers with the same TLS, then the same header without TLS. */
    static List<Attempt> to(Attempt configured) {
        List<Attempt> others = new ArrayList<>();
        for (ProbeHeader header : headers(configured.header())) {
            others.add(new Attempt(header, configured.tls()));
        }
        if (configured.tls()) {
            others.add(new Attempt(configured.header(), false));
        }
        return others;
    }

    private static List<ProbeHeader> headers(ProbeHeader configured) {
        return switch (configured.version()) {
            case OFF -> List.of(V2, V1);
            case V1 -> List.of(ProbeHeader.NONE, V2);
            case V2 ->
                configured.tellsTls()
                        ? List.of(ofACertificate(configured), ProbeHeader.NONE, V1)
                        : List.of(ProbeHeader.NONE, V1);
        };
    }

    private static ProbeHeader ofACertificate(ProbeHeader configured) {
        return new ProbeHeader(configured.version(), configured.tlvs(), true);
    }
}
