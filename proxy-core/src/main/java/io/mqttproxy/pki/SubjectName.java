package io.mqttproxy.pki;

import io.netty.util.NetUtil;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A DNS name or an IP address that a server certificate is for, RFC 5280 section 4.2.1.6.
 *
 * @param text as clients write it; an IPv6 address without brackets
 */
public record SubjectName(String text) {
    private static final Pattern DNS = Pattern.compile(
            "(\\*\\.)?([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    /** Checks it. */
    public SubjectName {
        if (!isAddress(text) && !DNS.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " (expected: a DNS name or an IP address, without a port)");
        }
    }

    GeneralName generalName() {
        return new GeneralName(isAddress(text) ? GeneralName.iPAddress : GeneralName.dNSName, text);
    }

    private static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }
}
