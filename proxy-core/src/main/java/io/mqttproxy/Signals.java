package io.mqttproxy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs something on a POSIX signal.
 *
 * <p>The class behind it, {@code sun.misc.Signal}, is in the supported module {@code jdk.unsupported} but warns when it is
 * compiled against, hence the reflection. A shutdown hook would not do: it cannot choose the exit code and hears only the
 * first signal.
 */
final class Signals {

    private static final Logger log = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /**
     * Installs the action, in place of the default one.
     *
     * @param name without SIG, for example {@code TERM}
     * @param action runs on a thread of its own for each signal
     */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                }
                return null;
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, invocation);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            log.warn(
                    "SIG{} keeps its default meaning: this Java runtime does not hand it out ({})", name, e.toString());
        }
    }
}
