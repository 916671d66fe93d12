package io.mqttproxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds addresses that cannot be listened on twice. */
final class BindChecks {
    private final Problems problems;
    private final List<Place> taken = new ArrayList<>();

    BindChecks(Problems problems) {
        this.problems = problems;
    }

    /**
     * Takes an address.
     *
     * @param source where the section stands that wants it
     */
    void take(BindAddress address, Source source) {
        for (Place place : taken) {
            if (overlap(address, place.address())) {
                problems.add(
                        source,
                        "bind " + address + " is taken by " + place.source().path() + " at line "
                                + place.source().line() + " (expected: another port)");
                return;
            }
        }
        taken.add(new Place(address, source));
    }

    private static boolean overlap(BindAddress one, BindAddress other) {
        String a = one.host().toLowerCase(Locale.ROOT);
        String b = other.host().toLowerCase(Locale.ROOT);
        return one.port() == other.port() && one.port() != 0 && (a.equals(b) || covers(a, b) || covers(b, a));
    }

    private static boolean covers(String wildcard, String host) {
        return wildcard.equals("::") || (wildcard.equals("0.0.0.0") && host.indexOf(':') < 0);
    }

    private record Place(BindAddress address, Source source) {}
}
