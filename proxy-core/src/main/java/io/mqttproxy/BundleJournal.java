package io.mqttproxy;

import io.mqttproxy.admin.BundleControl.Change;
import io.mqttproxy.admin.BundleControl.Obstacle;
import io.mqttproxy.admin.BundleControl.RefusedException;
import io.mqttproxy.identity.Printable;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was done to bundles lately, and what was refused: in the log, and for those who ask. Safe to use from every thread. */
final class BundleJournal {

    private static final Logger log = LoggerFactory.getLogger(BundleJournal.class);
    private static final int MOST = 20;

    private final Deque<Change> latest = new ArrayDeque<>();
    private final Supplier<String> ids;
    private final InstantSource clock = InstantSource.system();

    /** @param ids gives a new one each time, unlike those of all clients */
    BundleJournal(Supplier<String> ids) {
        this.ids = ids;
    }

    /** Something that was done. */
    Change done(String bundle, String action, @Nullable X509Certificate certificate) {
        @Nullable String fingerprint = certificate == null ? null : CertificateAdmin.fingerprint(certificate);
        Change change = new Change(ids.get(), clock.instant(), bundle, action, "ok", fingerprint, null);
        if (certificate == null) {
            log.info("Bundle {}: {} by the admin port ({})", bundle, action, change.id());
        } else {
            log.info(
                    "Bundle {}: {} by the admin port ({}), SHA-256 {}, until {}",
                    bundle,
                    action,
                    change.id(),
                    fingerprint,
                    certificate.getNotAfter().toInstant());
        }
        return add(change);
    }

    /** Something that was not; to be thrown. */
    RefusedException refused(String bundle, String action, Obstacle obstacle, List<String> problems) {
        String detail = Printable.of(String.join("; ", problems));
        Change change = new Change(ids.get(), clock.instant(), Printable.of(bundle), action, "refused", null, detail);
        log.warn(
                "Bundle {}: {} by the admin port refused ({}), and nothing has changed. {}",
                change.bundle(),
                action,
                change.id(),
                String.join("; ", problems));
        add(change);
        return new RefusedException(obstacle, change.id(), problems);
    }

    private synchronized Change add(Change change) {
        latest.addFirst(change);
        if (latest.size() > MOST) {
            latest.removeLast();
        }
        return change;
    }

    /** The latest first. */
    synchronized List<Change> latest() {
        return List.copyOf(latest);
    }
}
