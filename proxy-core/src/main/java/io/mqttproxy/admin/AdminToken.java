package io.mqttproxy.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The bearer token (RFC 6750) that changes need. Never shows it. */
public final class AdminToken {

    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] token;

    private AdminToken(byte @Nullable [] token) {
        this.token = token;
    }

    /** Without a token nobody may change anything. */
    public static AdminToken none() {
        return new AdminToken(null);
    }

    /** Changes need this token. */
    public static AdminToken of(byte[] token) {
        return new AdminToken(token.clone());
    }

    boolean isConfigured() {
        return token != null;
    }

    /** Whether an Authorization header carries the token; takes the same time wherever the first difference is. */
    boolean allows(@Nullable String authorization) {
        return token != null
                && authorization != null
                && authorization.startsWith(SCHEME)
                && MessageDigest.isEqual(
                        token, authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }
}
