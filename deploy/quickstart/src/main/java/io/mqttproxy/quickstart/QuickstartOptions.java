package io.mqttproxy.quickstart;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/**
 * The command line.
 *
 * @param folder where certificates, proxy.yaml and the brokers' log go; absolute
 * @param portBase the first of three successive ports, empty = the usual ones, or free ones where those are taken
 * @param exitWhenReady whether to end as soon as everything serves
 * @param help whether only the help was asked for
 */
record QuickstartOptions(Path folder, OptionalInt portBase, boolean exitWhenReady, boolean help) {

    static final String HELP = """
            Usage: mqtt-proxy quickstart [--port-base PORT] [--folder DIR] [--exit-when-ready]

            Starts two real MQTT brokers and the proxy in front of them on 127.0.0.1, with certificates
            made on the spot, and prints lines to paste. Stop it with Ctrl-C.

              --port-base PORT   one-way TLS on PORT, mutual TLS on PORT+1, admin on PORT+2
                                 (default: 8883, 8884 and 9090, or free ports where those are taken)
              --folder DIR       keep certificates, proxy.yaml and broker logs here
                                 (default: target/quickstart)
              --exit-when-ready  end as soon as everything serves, to try whether it does
            """;

    private static final int MIN_PORT = 1;
    private static final int MAX_BASE = 65_535 - 2;

    static QuickstartOptions parse(List<String> arguments) throws UsageException {
        Path folder = Path.of("target", "quickstart");
        OptionalInt base = OptionalInt.empty();
        boolean exit = false;
        boolean help = false;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--folder" -> folder = Path.of(value(option, rest));
                case "--port-base" -> base = OptionalInt.of(port(value(option, rest)));
                case "--exit-when-ready" -> exit = true;
                case "--help", "-h" -> help = true;
                default ->
                    throw new UsageException(option
                            + ": unknown (expected: --port-base PORT, --folder DIR, --exit-when-ready or --help)");
            }
        }
        return new QuickstartOptions(folder.toAbsolutePath().normalize(), base, exit, help);
    }

    private static String value(String option, Iterator<String> rest) throws UsageException {
        if (!rest.hasNext()) {
            throw new UsageException(option + ": no value (expected: one behind it, see --help)");
        }
        return rest.next();
    }

    private static int port(String text) throws UsageException {
        try {
            int port = Integer.parseInt(text);
            if (port >= MIN_PORT && port <= MAX_BASE) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below, together with the numbers that are no ports
        }
        throw new UsageException("--port-base: " + text + " (expected: a port from 1 to " + MAX_BASE + ")");
    }
}
