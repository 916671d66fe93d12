package io.mqttproxy.pki;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A folder of PEM files (RFC 7468): {@code ca}, {@code server} and each device with {@code .pem} and {@code .key}, and the
 * CA's {@code ca.crl}. Keys are PKCS#8, for their owner only. Nothing is written before everything is made.
 */
public final class CertificateFolder {
    private static final String AUTHORITY = "ca";
    private static final String SERVER = "server";
    private static final int LINE = 64;

    private final Path folder;

    /** What may or may not be there yet. */
    public CertificateFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes and writes everything; blocks on files.
     *
     * @param names of the server, at least one
     * @param devices common names, which are names of files, too
     * @param valid how long certificates and CRL are valid
     * @param force whether files that are there may be replaced
     * @return what was written, in order
     * @throws FileAlreadyExistsException without {@code force}; nothing has been written then
     */
    public List<Path> fill(List<SubjectName> names, List<String> devices, Duration valid, boolean force)
            throws IOException, GeneralSecurityException {
        PrivateAuthority authority = PrivateAuthority.create("mqtt-proxy CA", valid);
        Map<Path, String> files = new LinkedHashMap<>();
        add(
                files,
                AUTHORITY,
                new PrivateAuthority.Issued(
                        authority.certificate(), authority.keys().getPrivate()));
        files.put(crl(), pem("X509 CRL", authority.emptyCrl()));
        add(files, SERVER, authority.server(names));
        for (String device : devices) {
            add(files, device, authority.device(device));
        }
        if (!force) {
            requireNew(files.keySet());
        }
        Files.createDirectories(folder);
        for (Map.Entry<Path, String> file : files.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        return new ArrayList<>(files.keySet());
    }

    /** The file of a certificate. */
    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    /** The file of a key. */
    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** The file of the CA's CRL. */
    public Path crl() {
        return folder.resolve(AUTHORITY + ".crl");
    }

    /** Whether a device of this name would take the place of something else. */
    public static boolean reserved(String device) {
        return device.equals(AUTHORITY) || device.equals(SERVER);
    }

    private void add(Map<Path, String> files, String name, PrivateAuthority.Issued issued)
            throws GeneralSecurityException {
        files.put(certificate(name), pem("CERTIFICATE", issued.certificate().getEncoded()));
        files.put(key(name), pem("PRIVATE KEY", issued.key().getEncoded()));
    }

    private static void requireNew(Iterable<Path> files) throws FileAlreadyExistsException {
        for (Path file : files) {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
        }
    }

    /** Permissions are given when a file is made, so that no key is ever readable for others. */
    private static void write(Path file, String pem) throws IOException {
        Files.deleteIfExists(file);
        String permissions = file.toString().endsWith(".key") ? "rw-------" : "rw-r--r--";
        FileAttribute<?> attribute = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        try (SeekableByteChannel channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attribute)) {
            Channels.newOutputStream(channel).write(pem.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
