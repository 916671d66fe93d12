package io.mqttproxy.convert;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as HAProxy writes them. */
final class Addresses {
    private static final Pattern ADDRESS = Pattern.compile("(?:ipv[46]@|tcp[46]?@)?(.*):(\\d{1,5})");

    private Addresses() {}

    /** To listen on; empty when it is a range, a Unix socket or anything else. */
    static String bind(String text) {
        return convert(text, "0.0.0.0");
    }

    /** Of a backend; the port must be there. */
    static String backend(String text) {
        String address = convert(text, "");
        return address.startsWith(":") ? "" : address;
    }

    private static String convert(String text, String everywhere) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches() || text.startsWith("/") || text.contains("$") || text.contains(",")) {
            return "";
        }
        String host = address.group(1);
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (plain.isEmpty() || plain.equals("*")) {
            plain = text.startsWith("ipv6@") ? "::" : everywhere;
        }
        return (plain.indexOf(':') < 0 ? plain : "[" + plain + "]") + ":" + address.group(2);
    }
}
