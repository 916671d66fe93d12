package io.mqttproxy.config;

import java.util.List;

/**
 * A listener on which every connection begins with a PROXY header.
 *
 * @param trusted networks of those who may send one and are believed what it says, as CIDR blocks; never empty, never the
 *     whole internet
 */
public record InboundProxyConfig(List<String> trusted) {}
