package io.mqttproxy.admin;

import io.mqttproxy.admin.ProxyView.Certificate;
import java.util.List;
import java.util.Locale;

/** Whether a certificate is for the server names that it is served for: clients that look will refuse it otherwise. */
final class NameCover {

    private static final String DNS = "DNS:";
    private static final String ANY_LABEL = "*.";

    private NameCover() {}

    /** The server names that it is served for and not issued for; each once. */
    static List<String> missing(Certificate certificate) {
        List<String> names = certificate.names().stream()
                .filter(name -> name.startsWith(DNS))
                .map(name -> name.substring(DNS.length()).toLowerCase(Locale.ROOT))
                .toList();
        return certificate.uses().stream()
                .flatMap(use -> use.sni().stream())
                .distinct()
                .filter(name -> names.stream().noneMatch(issued -> covers(issued, name)))
                .toList();
    }

    /** A star stands for exactly one label, the first (RFC 6125 section 6.4.3). */
    private static boolean covers(String issued, String name) {
        if (issued.equals(name)) {
            return true;
        }
        int dot = name.indexOf('.');
        return issued.startsWith(ANY_LABEL)
                && dot > 0
                && !name.startsWith(ANY_LABEL)
                && issued.substring(1).equals(name.substring(dot));
    }
}
