package io.mqttproxy.doctor;

import io.mqttproxy.config.ProxyConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at a machine, and at what a configuration asks of it. Blocks on files; used by one thread. */
public final class Doctor {
    private final Machine machine;

    /** For this machine. */
    public Doctor(Machine machine) {
        this.machine = machine;
    }

    /**
     * What holds whatever is configured.
     *
     * @param built when this program was made
     */
    public List<Advice> surroundings(Instant built) {
        Surroundings surroundings = new Surroundings(machine);
        return List.of(surroundings.clock(built), surroundings.temporaryFolder());
    }

    /** Whether limits and kernel settings suffice for what a configuration promises. */
    public List<Advice> capacity(ProxyConfig config) {
        Demand demand = Demand.of(config);
        List<Advice> advice = new ArrayList<>(new LimitChecks(machine, demand).run());
        advice.addAll(new KernelChecks(machine, demand).run());
        return advice;
    }

    /**
     * How long certificates are still valid.
     *
     * @param bundles when the certificate of each bundle expires
     */
    public List<Advice> certificates(ProxyConfig config, Map<String, Instant> bundles) {
        return new CertificateDates(config, machine.now()).run(bundles);
    }
}
