package io.mqttproxy.quickstart;

import java.util.List;

/** The command {@code quickstart}: everything on loopback, nothing installed. */
public final class QuickstartMain {

    private static final int USAGE = 2;
    private static final int FAILED = 1;

    private QuickstartMain() {}

    /**
     * Serves until the process is told to stop, and never returns.
     *
     * @param arguments see {@code --help}; exit code 2 when one of them is not known, 1 when something did not start
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    // The process ends with the message and code that its user can act on, whatever went wrong.
    @SuppressWarnings("CatchAndPrintStackTrace")
    private static int run(List<String> arguments) {
        try {
            QuickstartOptions options = QuickstartOptions.parse(arguments);
            if (options.help()) {
                System.out.print(QuickstartOptions.HELP);
                return 0;
            }
            return new Quickstart(options, new ProxyInThisProcess(), System.out).run();
        } catch (UsageException e) {
            System.err.println("mqtt-proxy quickstart: " + e.getMessage());
            return USAGE;
        } catch (QuickstartException e) {
            System.err.println("mqtt-proxy quickstart: " + e.getMessage());
            return FAILED;
        } catch (Exception e) {
            e.printStackTrace();
            return FAILED;
        }
    }
}
