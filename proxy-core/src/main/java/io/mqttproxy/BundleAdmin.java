package io.mqttproxy;

import io.mqttproxy.admin.BundleControl;
import io.mqttproxy.bundles.BundleFolder;
import io.mqttproxy.bundles.StagedBundle;
import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.KeySource;
import io.mqttproxy.config.Managed;
import io.mqttproxy.config.ManagedBundleForm;
import io.mqttproxy.config.ManagedBundles;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.Secret;
import io.mqttproxy.tls.KeyMaterial;
import io.mqttproxy.tls.UploadedKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has bundles that come over the admin port serve: as a reload does, with the configuration that serves and one bundle more,
 * and not with what the file of the configuration has become meanwhile. What can fail comes first; the folder keeps the bundle
 * once it serves.
 *
 * <p>On the background thread, one after the other with reloads.
 */
final class BundleAdmin implements BundleControl {

    /** Each is read, and gets a TLS context, on every reload. */
    private static final int MOST_BUNDLES = 1_000;

    private static final String PUT = "put";
    private static final String DELETE = "delete";

    private final LiveConfiguration live;
    private final ConfigReload reloads;
    private final BundleJournal journal;
    private final InstantSource clock = InstantSource.system();

    BundleAdmin(LiveConfiguration live, ConfigReload reloads, BundleJournal journal) {
        this.live = live;
        this.reloads = reloads;
        this.journal = journal;
    }

    @Override
    public List<Change> changes() {
        return journal.latest();
    }

    @Override
    public Change put(String name, Upload upload) throws RefusedException {
        try {
            BundleFolder folder = folder();
            Checked checked = check(name, upload);
            CertificateConfig bundle;
            try (StagedBundle staged = folder.stage(checked.keys(), checked.serving())) {
                bundle = bundle(name, staged.pem(), checked.serving());
                change("bundle " + name + " uploaded", with(bundle), staged::commit);
            }
            return journal.done(name, PUT, checked.keys().leaf());
        } catch (ConfigException e) {
            throw journal.refused(name, PUT, Obstacle.INVALID, texts(e));
        } catch (NoFolderException e) {
            throw journal.refused(name, PUT, Obstacle.NOT_MANAGED, List.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw journal.refused(name, PUT, Obstacle.DISK, List.of(notWritten(e)));
        }
    }

    @Override
    public Change delete(String name) throws RefusedException {
        try {
            BundleFolder folder = folder();
            @Nullable CertificateConfig present = live.config().certificates().get(name);
            if (present == null) {
                throw journal.refused(
                        name,
                        DELETE,
                        Obstacle.UNKNOWN,
                        List.of("no such bundle" + " (expected: one of those that GET /api/v1/bundles lists)"));
            }
            if (!present.isManaged()) {
                throw journal.refused(
                        name,
                        DELETE,
                        Obstacle.NOT_MANAGED,
                        List.of("bundle " + name
                                + " is one of the configuration (expected: one that was uploaded; take this one out of the"
                                + " file and reload)"));
            }
            change("bundle " + name + " deleted", without(name), () -> folder.remove(name));
            return journal.done(name, DELETE, null);
        } catch (ConfigException e) {
            throw journal.refused(name, DELETE, Obstacle.NOT_MANAGED, texts(e));
        } catch (NoFolderException e) {
            throw journal.refused(name, DELETE, Obstacle.NOT_MANAGED, List.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw journal.refused(name, DELETE, Obstacle.DISK, List.of(notWritten(e)));
        }
    }

    /** Keeps it, or serves what served before. */
    private void change(String why, ProxyConfig next, Commit keep) throws ConfigException, IOException {
        ProxyConfig before = live.config();
        reloads.take(next, why);
        try {
            keep.run();
        } catch (IOException e) {
            reloads.take(before, why + ", and taken back because the folder cannot be written");
            throw e;
        }
    }

    /** The last step. */
    private interface Commit {
        void run() throws IOException;
    }

    private record Checked(Managed serving, KeyMaterial keys) {}

    /** Tells about names, certificate and key at once. */
    private Checked check(String name, Upload upload) throws ConfigException {
        List<Problem> problems = new ArrayList<>();
        @Nullable Managed serving = null;
        @Nullable KeyMaterial keys = null;
        try {
            serving = new ManagedBundleForm(live.config(), name).serving(upload.sni(), upload.listeners());
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        try {
            @Nullable String password = upload.keyPassword();
            keys = new UploadedKeys(part(name, "certificate"), part(name, "key"))
                    .read(
                            name,
                            upload.certificate(),
                            upload.key(),
                            password == null ? null : new Secret.Literal(password),
                            clock);
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        if (serving == null || keys == null) {
            throw new ConfigException(problems);
        }
        return new Checked(serving, keys);
    }

    private static FileRef part(String bundle, String member) {
        return new FileRef(Path.of(member), "what was uploaded", ManagedBundleForm.source(bundle, member));
    }

    private static CertificateConfig bundle(String name, Path file, Managed serving) {
        FileRef pem =
                new FileRef(file, String.valueOf(file.getFileName()), ManagedBundleForm.source(name, "certificate"));
        return new CertificateConfig(
                name, new KeySource.Pem(pem, pem, null), ManagedBundleForm.source(name, ""), serving);
    }

    private ProxyConfig with(CertificateConfig bundle) throws ConfigException {
        List<CertificateConfig> bundles = others(bundle.name());
        if (bundles.size() >= MOST_BUNDLES) {
            throw new ConfigException(List.of(new Problem(
                    bundle.source(), bundles.size() + " bundles are there already (expected: fewer; delete some)")));
        }
        bundles.add(bundle);
        return ManagedBundles.over(live.config(), bundles);
    }

    private ProxyConfig without(String name) throws ConfigException {
        return ManagedBundles.over(live.config(), others(name));
    }

    private List<CertificateConfig> others(String name) {
        List<CertificateConfig> bundles = new ArrayList<>(ManagedBundles.in(live.config()));
        bundles.removeIf(bundle -> bundle.name().equals(name));
        return bundles;
    }

    private BundleFolder folder() throws NoFolderException {
        @Nullable FileRef folder =
                live.config().admin() == null ? null : live.config().admin().bundleDir();
        if (folder == null) {
            throw new NoFolderException();
        }
        return new BundleFolder(folder.path());
    }

    private static final class NoFolderException extends Exception {
        private static final long serialVersionUID = 1L;

        NoFolderException() {
            super(
                    "there is no folder to keep bundles in (expected: admin.bundleDir in the configuration)",
                    null,
                    false,
                    false);
        }
    }

    private static String notWritten(IOException e) {
        return "the folder of admin.bundleDir cannot be written: " + e + " (expected: space, and permission to write)";
    }

    private static List<String> texts(ConfigException e) {
        return e.problems().stream().map(Problem::toString).toList();
    }
}
