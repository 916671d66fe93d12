/**
 * Certificates for trying things out and for small installations, without openssl: a CA, a server, devices, a CRL. Nothing
 * that serves clients uses it. Start reading at {@link io.mqttproxy.pki.CertificateFolder}.
 */
@NullMarked
package io.mqttproxy.pki;

import org.jspecify.annotations.NullMarked;
