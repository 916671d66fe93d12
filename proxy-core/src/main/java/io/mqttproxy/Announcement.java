package io.mqttproxy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines that tell an operator what is served where. */
final class Announcement {

    private Announcement() {}

    /**
     * @param serving what serves
     * @param admin null = no admin port
     */
    static List<String> of(LiveConfiguration serving, @Nullable InetSocketAddress admin) {
        List<String> lines = new ArrayList<>();
        serving.listeners()
                .addresses()
                .forEach((name, address) -> lines.add("Listener " + name + " on " + ProxyAdmin.text(address)));
        if (admin != null) {
            lines.add("Admin on " + AdminPort.scheme(serving.config()) + "://" + ProxyAdmin.text(admin) + "/");
        }
        return lines;
    }
}
