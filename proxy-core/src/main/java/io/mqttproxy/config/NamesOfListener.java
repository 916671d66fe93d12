package io.mqttproxy.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which bundle a listener serves for which server name. Used once. */
final class NamesOfListener {
    private final ListenerConfig listener;
    private final List<Problem> problems;
    private final List<SniCertificate> entries = new ArrayList<>();
    private final Map<String, String> bundleOf = new HashMap<>();

    /** With its own section alone. */
    NamesOfListener(ListenerConfig listener, List<Problem> problems) {
        this.listener = listener;
        this.problems = problems;
    }

    /** The listener with those managed bundles that are for it, instead of those that it has. */
    ListenerConfig with(List<CertificateConfig> bundles) {
        @Nullable TlsConfig tls = listener.tls();
        if (tls == null) {
            return listener;
        }
        for (SniCertificate entry : tls.certificates()) {
            if (!entry.managed()) {
                entries.add(entry);
                entry.sni().forEach(name -> bundleOf.put(name, entry.bundle()));
            }
        }
        bundles.forEach(this::add);
        return listener.with(tls.with(entries));
    }

    private void add(CertificateConfig bundle) {
        @Nullable Managed managed = bundle.managed();
        if (managed == null || !managed.listeners().contains(listener.name())) {
            return;
        }
        List<String> more = new ArrayList<>();
        for (String name : managed.sni()) {
            @Nullable String before = bundleOf.putIfAbsent(name, bundle.name());
            if (before == null) {
                more.add(name);
            } else if (!before.equals(bundle.name())) {
                problems.add(new Problem(
                        bundle.source(),
                        "sni: " + name + " is served by bundle " + before + " at listener " + listener.name()
                                + " (expected: each server name with one bundle only)"));
            }
        }
        if (!more.isEmpty()) {
            entries.add(new SniCertificate(bundle.name(), List.copyOf(more), true));
        }
    }
}
