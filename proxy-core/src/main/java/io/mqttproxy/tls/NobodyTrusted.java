package io.mqttproxy.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * The trust manager of a listener that asks for no certificate.
 *
 * <p>Without one, the engines load the JDK's list of public CAs, which costs start-up time and would be the wrong answer
 * should a certificate ever be asked for.
 */
final class NobodyTrusted implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new UntrustedClientException(
                HandshakeFailure.CERTIFICATE_UNTRUSTED, "no client certificate was asked for");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this trust manager decides about clients only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
