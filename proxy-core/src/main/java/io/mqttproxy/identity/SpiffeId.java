package io.mqttproxy.identity;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a workload, {@code spiffe://trust-domain/path} (SPIFFE-ID section 2), in the strict form that its
 * implementations agree on: nothing is normalised, because only what has one spelling can be compared.
 */
final class SpiffeId {
    /** The longest URI (SPIFFE-ID section 2.3). */
    static final int MAX_BYTES = 2048;

    private static final int LONGEST_TRUST_DOMAIN = 255; // bytes, SPIFFE-ID section 2.3
    private static final String SCHEME = "spiffe:";
    private static final String START = "spiffe://";
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]++");
    private static final Pattern SEGMENT = Pattern.compile("[a-zA-Z0-9._-]++");

    private SpiffeId() {}

    /** Whether a URI says that it is one, in whatever spelling (RFC 3986 section 3.1). */
    static boolean claims(String uri) {
        return uri.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    /**
     * Refuses everything but the SPIFFE ID of a workload.
     *
     * @param field what it is, for messages
     * @param uri clean text that {@linkplain #claims is meant to be} one
     * @return the same text
     */
    static String require(String field, String uri) throws IdentityException {
        int slash = uri.startsWith(START) ? uri.indexOf('/', START.length()) : START.length() - 1;
        if (slash < START.length()) {
            // X509-SVID section 3.1: without a path it is a trust domain, which no client can be.
            throw malformed(field, uri, "spiffe://trust-domain/path");
        }
        String trustDomain = uri.substring(START.length(), slash);
        if (trustDomain.length() > LONGEST_TRUST_DOMAIN
                || !TRUST_DOMAIN.matcher(trustDomain).matches()) {
            throw malformed(field, uri, "a trust domain of 1 to 255 lower-case letters, digits, '.', '-' and '_'");
        }
        for (String segment : uri.substring(slash + 1).split("/", -1)) {
            boolean relative = segment.equals(".") || segment.equals("..");
            if (relative || !SEGMENT.matcher(segment).matches()) {
                throw malformed(field, uri, "path segments of letters, digits, '.', '-' and '_', none empty, . or ..");
            }
        }
        return uri;
    }

    private static IdentityException malformed(String field, String uri, String expected) {
        return new IdentityException(field + ": " + Printable.of(uri) + " (expected: " + expected + ")");
    }
}
