package io.mqttproxy.config;

import io.mqttproxy.identity.NearestName;
import io.mqttproxy.identity.Printable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a bundle to be called and to serve, held to the rules of a configuration. Collects what is wrong with
 * it. Used by one thread.
 */
public final class ManagedBundleForm {

    /** Names in an upload; a certificate with more is none that a CA issues. */
    static final int MOST_NAMES = 100;

    private final ProxyConfig running;
    private final String name;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Begins with the name.
     *
     * @param running what serves
     * @param name of the bundle, not checked yet
     */
    public ManagedBundleForm(ProxyConfig running, String name) {
        this.running = running;
        this.name = name;
        if (!ManagedBundleFile.hasName(name)) {
            String message = Printable.of(name) + " (expected: " + ManagedBundleFile.EXPECTED + ")";
            problems.add(new Problem(new Source("bundle", 0, 0, ""), message));
        }
    }

    /** A place in an upload, for problems. */
    public static Source source(String bundle, String member) {
        return new Source("bundle " + Printable.of(bundle), 0, 0, member);
    }

    /**
     * What the bundle is to serve.
     *
     * @param sni server names; null = those that it has from an upload before
     * @param listeners where; null = as the upload before, or else every listener with TLS
     * @throws ConfigException with all problems, those of the bundle's name included
     */
    public Managed serving(@Nullable List<String> sni, @Nullable List<String> listeners) throws ConfigException {
        @Nullable CertificateConfig present = running.certificates().get(name);
        @Nullable Managed before = present == null ? null : present.managed();
        List<String> names = sni == null ? (before == null ? List.of() : before.sni()) : names(sni);
        List<String> places;
        if (listeners != null) {
            places = listeners(listeners);
        } else {
            places = before == null || before.listeners().isEmpty() ? withTls() : before.listeners();
        }
        if (listeners != null && names.isEmpty() && !places.isEmpty() && problems.isEmpty()) {
            report("sni", "missing (expected: the server names that the listeners serve it for)");
        } else if (places.isEmpty() && !names.isEmpty() && problems.isEmpty()) {
            report("listeners", "none (expected: the listeners with TLS that serve it for these names)");
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Managed(names, names.isEmpty() ? List.of() : places, null);
    }

    private List<String> names(List<String> sni) {
        if (sni.size() > MOST_NAMES) {
            report("sni", sni.size() + " names (expected: at most " + MOST_NAMES + ")");
            return List.of();
        }
        SniReader reader = new SniReader();
        Set<String> names = new LinkedHashSet<>();
        for (String text : sni) {
            try {
                if (!names.add(reader.read(text))) {
                    report("sni", Printable.of(text) + " (expected: each at most once)");
                }
            } catch (BadValue e) {
                report("sni", e.message(Printable.of(text), reader.expected()));
            }
        }
        return List.copyOf(names);
    }

    private List<String> listeners(List<String> asked) {
        List<String> known = withTls();
        for (String listener : new LinkedHashSet<>(asked)) {
            if (!known.contains(listener)) {
                @Nullable String nearest = NearestName.of(listener, known);
                String expected = nearest == null ? "one of " + String.join(", ", known) : nearest;
                report(
                        "listeners",
                        "no listener with TLS: " + Printable.of(listener) + " (expected: " + expected + ")");
            }
        }
        return asked.stream().distinct().toList();
    }

    private List<String> withTls() {
        return running.listeners().values().stream()
                .filter(listener -> listener.tls() != null)
                .map(ListenerConfig::name)
                .toList();
    }

    private void report(String member, String message) {
        Problem problem = new Problem(source(name, member), message);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
