package io.mqttproxy.tls.revocation;

import java.security.cert.X509Certificate;
import java.util.List;

/** Where the CRLs of a CA come from; any thread. */
@FunctionalInterface
interface CrlSource {

    /** The CRLs that the CA has signed, the latest for each scope. */
    List<Crl> of(X509Certificate authority);
}
