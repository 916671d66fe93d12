package io.mqttproxy.tls.revocation;

import java.time.Instant;

/**
 * What operators see of a CRL file.
 *
 * @param file as they wrote it
 * @param nextUpdate when the first of its CRLs is past its date
 * @param refreshFailed whether the last look at it failed, so that an earlier content is in use
 */
public record CrlFileFacts(String file, Instant nextUpdate, boolean refreshFailed) {}
