package io.mqttproxy.testsupport;

import java.nio.file.Path;

/**
 * The certificates of a test, made on the spot and written as PEM into its temporary folder.
 *
 * <p>{@link #server()} and {@link #client} are issued by an intermediate authority below {@link #root()}, so that every
 * test that uses them also sends a chain. {@link #stranger()} is an authority that nobody trusts. Thread-safe.
 */
public final class TestPki {

    private final PemFolder folder;
    private final TestAuthority root;
    private final TestAuthority issuing;

    private TestPki(PemFolder folder) {
        this.folder = folder;
        this.root = TestAuthority.root(folder, "Test Root CA");
        this.issuing = root.intermediate("Test Issuing CA");
    }

    /** Makes the authorities; {@code folder} must exist and is the caller's to delete, usually a {@code @TempDir}. */
    public static TestPki in(Path folder) {
        return new TestPki(new PemFolder(folder));
    }

    /** The trust anchor. */
    public TestAuthority root() {
        return root;
    }

    /** The intermediate authority that issues {@link #server()} and {@link #client}. */
    public TestAuthority issuing() {
        return issuing;
    }

    /** PEM of the trust anchor, what {@code caFile} and {@code --cafile} want. */
    public Path caFile() {
        return root.certFile();
    }

    /** A new server certificate for {@code localhost}, {@code 127.0.0.1} and {@code ::1}. */
    public TestCertificate server() {
        return issuing.server();
    }

    /** A new device certificate with this common name. */
    public TestCertificate client(String commonName) {
        return issuing.client(commonName);
    }

    /** A new trust anchor that has nothing to do with {@link #root()}. */
    public TestAuthority authority(String commonName) {
        return TestAuthority.root(folder, commonName);
    }

    /** A new authority that nobody trusts, for the cases that must be refused. */
    public TestAuthority stranger() {
        return authority("Stranger CA");
    }
}
