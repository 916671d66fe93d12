package io.mqttproxy.quickstart;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The command {@code quickstart}: everything on loopback, nothing installed. */
public final class QuickstartMain {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int INTERNAL = 70;

    private QuickstartMain() {}

    /**
     * Serves until the process is told to stop, and never returns.
     *
     * @param arguments see {@code --help}; exit code 2 when one of them is not known, 1 when something did not start, 70
     *     after a defect
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    // Whatever goes wrong, the process ends with a message and a code.
    @SuppressWarnings("CatchAndPrintStackTrace")
    private static int run(List<String> arguments) {
        try {
            QuickstartOptions options = QuickstartOptions.parse(arguments);
            if (options.help()) {
                System.out.print(QuickstartOptions.HELP);
                return OK;
            }
            new Quickstart(options, new ProxyInThisProcess(), System.out).start();
            if (!options.exitWhenReady()) {
                new CountDownLatch(1).await(); // a signal ends the process
            }
            return OK;
        } catch (UsageException e) {
            System.err.println("mqtt-proxy quickstart: " + e.getMessage());
            return USAGE;
        } catch (QuickstartException e) {
            System.err.println("mqtt-proxy quickstart: " + e.getMessage());
            return FAILED;
        } catch (Exception e) {
            e.printStackTrace();
            return INTERNAL;
        }
    }
}
