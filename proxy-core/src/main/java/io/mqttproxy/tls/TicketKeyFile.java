package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The secrets that a fleet derives its ticket keys from: one on each line, in hex or base64; empty lines and those that
 * begin with {@code #} do not count. The first encrypts new tickets, the others only open older ones or those of proxies
 * that are one rotation ahead.
 */
final class TicketKeyFile {

    /** The fewest bytes of a secret: what HKDF with SHA-256 makes full use of. */
    static final int MIN_BYTES = 32;

    /** The most secrets: the current one, one that is coming, and a week of daily ones that are going. */
    static final int MAX_SECRETS = 8;

    private static final int LARGEST_FILE = 64 * 1024;
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]+");
    private static final String EXPECTED =
            "(expected: on each line one key of at least " + MIN_BYTES + " bytes in base64 or hex; # begins a comment)";

    private TicketKeyFile() {}

    /**
     * Reads the secrets.
     *
     * @return 1 to 8, in file order
     * @throws ConfigException when the file cannot be read, a line is no secret or there is none; never shows one
     */
    static List<byte[]> read(FileRef file) throws ConfigException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file.path())) {
            content = in.readNBytes(LARGEST_FILE + 1);
        } catch (IOException e) {
            throw PemReader.problem(file, "cannot be read: " + e.getClass().getSimpleName(), EXPECTED);
        }
        if (content.length > LARGEST_FILE) {
            throw PemReader.problem(file, "larger than " + LARGEST_FILE + " bytes", EXPECTED);
        }
        return parse(file, new String(content, StandardCharsets.ISO_8859_1));
    }

    /** Pure: the file is only named in messages. */
    static List<byte[]> parse(FileRef file, String content) throws ConfigException {
        List<byte[]> secrets = new ArrayList<>();
        int number = 0;
        for (String line : content.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            byte[] secret = secret(line);
            if (secret.length < MIN_BYTES) {
                throw PemReader.problem(file, "line " + number + " is no key", EXPECTED);
            }
            if (secrets.stream().anyMatch(other -> MessageDigest.isEqual(other, secret))) {
                throw PemReader.problem(file, "line " + number + " repeats a key", EXPECTED);
            }
            secrets.add(secret);
        }
        if (secrets.isEmpty() || secrets.size() > MAX_SECRETS) {
            throw PemReader.problem(
                    file,
                    secrets.isEmpty() ? "no key in the file" : secrets.size() + " keys",
                    secrets.isEmpty() ? EXPECTED : "(expected: at most " + MAX_SECRETS + ")");
        }
        return List.copyOf(secrets);
    }

    /** Empty when the line is neither. What could be both is hex: no random key in base64 has hex digits only. */
    private static byte[] secret(String line) {
        try {
            return HEX.matcher(line).matches()
                    ? HexFormat.of().parseHex(line)
                    : Base64.getDecoder().decode(line);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
