package io.mqttproxy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.doctor.Advice;
import io.mqttproxy.doctor.Doctor;
import io.mqttproxy.doctor.Machine;
import io.mqttproxy.selftest.Finding;
import io.mqttproxy.tls.LiveTls;
import io.mqttproxy.tls.TlsEngine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that the command doctor looks at. Blocks, for up to half a minute when backends do not answer. */
final class Examination {
    private final Doctor doctor;
    private final List<Advice> advice = new ArrayList<>();

    Examination(Machine machine) {
        this.doctor = new Doctor(machine);
    }

    /** Goes as far as the configuration lets it; what is wrong with that is part of the answer. */
    List<Advice> run(ConfigLoader loader, Path file) {
        advice.addAll(doctor.surroundings(BuildInfo.built()));
        engines();
        try {
            ProxyConfig config = loader.load(file);
            advice.addAll(doctor.capacity(config));
            certificates(config);
            advice.add(Advice.ok("configuration", file + " passes the check"));
            ProxyServer.probe(config).forEach(this::backend);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> advice.add(Advice.fail("configuration", problem.toString())));
        } catch (StartException e) {
            advice.add(Advice.fail("transport", String.valueOf(e.getMessage())));
        }
        return List.copyOf(advice);
    }

    private void engines() {
        boolean nativeTls = TlsEngine.best() == TlsEngine.NATIVE;
        String engine = TlsEngine.best().describe();
        advice.add(
                nativeTls
                        ? Advice.ok("tls engine", engine)
                        : Advice.warn(
                                "tls engine",
                                engine
                                        + ", which takes several times the CPU and resumes no sessions (remedy: Linux with"
                                        + " glibc on the kind of machine that the package is for)"));
        advice.add(
                Transport.EPOLL.unavailability() == null
                        ? Advice.ok("transport", "epoll")
                        : Advice.warn("transport", "nio, because epoll does not load (remedy: Linux)"));
    }

    private void certificates(ProxyConfig config) throws ConfigException {
        try (LiveTls tls = ConfiguredFiles.read(config, null).tls()) {
            Map<String, Instant> bundles = new LinkedHashMap<>();
            config.certificates().keySet().forEach(bundle -> bundles.put(bundle, tls.expiry(bundle)));
            advice.addAll(doctor.certificates(config, bundles));
        }
    }

    private void backend(Finding finding) {
        advice.add(
                finding.fine()
                        ? Advice.ok(finding.backend(), finding.text())
                        : Advice.fail(finding.backend(), finding.text()));
    }
}
