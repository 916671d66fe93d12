package io.mqttproxy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines that tell an operator what is served where. */
final class Announcement {

    private Announcement() {}

    /**
     * @param listeners by name, in the order of the configuration
     * @param admin null = no admin port
     */
    static List<String> of(Map<String, InetSocketAddress> listeners, @Nullable InetSocketAddress admin) {
        List<String> lines = new ArrayList<>();
        listeners.forEach((name, address) -> lines.add("Listener " + name + " on " + text(address)));
        if (admin != null) {
            lines.add("Admin on http://" + text(admin) + "/");
        }
        return lines;
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
