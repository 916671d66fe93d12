package io.mqttproxy.tls.revocation;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.CrlConfig;
import io.mqttproxy.config.CrlConfig.WhenExpired;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Problem;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The CRL files of a listener as one index. Any thread reads the index; one thread refreshes it. */
final class CrlFiles {

    private final List<CrlFile> files;
    private final InstantSource clock;
    private final String consequence;
    private volatile CrlIndex index;

    /**
     * Reads all files.
     *
     * @param before what these take over from when certificates are reloaded; null at the start
     * @throws ConfigException with the problems of all that cannot be used
     */
    CrlFiles(CrlConfig config, List<X509Certificate> authorities, InstantSource clock, @Nullable CrlFiles before)
            throws ConfigException {
        this.clock = clock;
        this.consequence = config.whenExpired() == WhenExpired.REJECT
                ? "the clients of its CA are refused (whenExpired: reject)"
                : "it is used all the same (whenExpired: accept)";
        this.files = read(config.files(), authorities, before);
        CrlIndex first = newIndex();
        authorities.forEach(first::of); // verifies here instead of on an event loop
        if (before != null) {
            before.index().authorities().forEach(first::of);
        }
        this.index = first;
        warn();
    }

    private static List<CrlFile> read(List<FileRef> refs, List<X509Certificate> authorities, @Nullable CrlFiles before)
            throws ConfigException {
        List<CrlFile> files = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (FileRef ref : refs) {
            try {
                files.add(new CrlFile(ref, authorities, before == null ? null : before.find(ref.configured())));
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return List.copyOf(files);
    }

    private @Nullable CrlFile find(String name) {
        return files.stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    CrlIndex index() {
        return index;
    }

    List<CrlFile> files() {
        return files;
    }

    /**
     * Looks at all files again; blocks.
     *
     * @return whether there is something new
     */
    boolean refresh() {
        boolean changed = false;
        for (CrlFile file : files) {
            changed |= file.refresh();
        }
        if (changed) {
            CrlIndex fresh = newIndex();
            index.authorities().forEach(fresh::of); // verifies here instead of on an event loop
            index = fresh;
        }
        warn();
        return changed;
    }

    private CrlIndex newIndex() {
        return new CrlIndex(files.stream().flatMap(file -> file.crls().stream()).toList());
    }

    private void warn() {
        files.forEach(file -> file.warnWhenExpired(clock.instant(), consequence));
    }
}
