package io.mqttproxy.identity;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a listener derives the identity of its clients from their certificates.
 *
 * <p>The pattern must match the field's whole text. It is the operator's, but the text is the client's: that is at most
 * {@code maxSize} bytes, and {@link BoundedText} ends a match that backtracks without end.
 *
 * @param from the field to start from
 * @param pattern what the field must look like, with named groups for {@code value}; null = anything
 * @param value the identity; its variables are the pattern's named groups, {@code from} (the whole field) and
 *     {@code cert.*}
 * @param allowWildcards whether the identity, and other names out of the certificate, may contain {@code +} or {@code #} or start with {@code $}, which mean
 *     something to the access rules of brokers
 * @param maxSize the most bytes, in UTF-8, of the identity and of every field that it is made of; at most
 *     {@link #LARGEST_SIZE}
 */
public record IdentityRule(
        CertificateField from, @Nullable Pattern pattern, Template value, boolean allowWildcards, int maxSize) {
    /** The variable that stands for the whole field. */
    public static final String FROM = "from";

    /** The default for {@code value}: the field as it is. */
    public static final String DEFAULT_VALUE = "${" + FROM + "}";

    /** The default for {@code maxSize}. */
    public static final int DEFAULT_SIZE = DeviceCertificate.MAX_FIELD_BYTES;

    /** The highest {@code maxSize}: no standard name is longer than a SPIFFE ID may be. */
    public static final int LARGEST_SIZE = SpiffeId.MAX_BYTES;

    /** A rule with the default {@code maxSize}. */
    public IdentityRule(CertificateField from, @Nullable Pattern pattern, Template value, boolean allowWildcards) {
        this(from, pattern, value, allowWildcards, DEFAULT_SIZE);
    }

    /**
     * The variables that {@code value} may use.
     *
     * @param pattern null when there is none
     */
    public static VariableNames variables(@Nullable Pattern pattern) {
        Set<String> names = new LinkedHashSet<>();
        names.add(FROM);
        if (pattern != null) {
            names.addAll(NamedGroups.of(pattern));
        }
        return Variables.names().startingWith(Variables.CERTIFICATE_PREFIX).after(names);
    }

    /**
     * The identity of a client.
     *
     * @return clean text of 1 to {@code maxSize} bytes, without a space at either end
     * @throws IdentityException when the field is missing, ambiguous or not clean, the pattern does not match, or the
     *     result is not fit to be an identity
     */
    public String resolve(PeerIdentity peer) throws IdentityException {
        String field = peer.find(from, maxSize);
        if (field == null) {
            throw new IdentityException(from.configName() + ": missing (expected: exactly one in the certificate)");
        }
        Matcher match = pattern == null ? null : match(pattern, field);
        String identity = value.render(name -> variable(name, field, match, peer));
        CleanText.require("identity", identity, maxSize);
        return names().require("identity", identity);
    }

    /** What holds for every name of such a client that a broker gets to see. */
    public NameRule names() {
        return allowWildcards ? NameRule.WITH_WILDCARDS : NameRule.PLAIN;
    }

    private Matcher match(Pattern pattern, String field) throws IdentityException {
        Matcher matcher = pattern.matcher(new BoundedText(field));
        boolean matches;
        try {
            matches = matcher.matches();
        } catch (BoundedText.TooManySteps | StackOverflowError e) { // the matcher recurses into some groups
            throw new IdentityException("identity: pattern takes too long on " + from.configName()
                    + " (expected: a pattern without nested repetition)");
        }
        if (!matches) {
            throw new IdentityException("identity: " + from.configName() + " is " + Printable.of(field)
                    + " (expected: a match of the pattern)");
        }
        return matcher;
    }

    private @Nullable String variable(String name, String field, @Nullable Matcher match, PeerIdentity peer)
            throws IdentityException {
        CertificateField certificateField = Variables.certificateField(name);
        if (certificateField != null) {
            return peer.find(certificateField, maxSize);
        }
        return match == null || name.equals(FROM) ? field : match.group(name);
    }
}
