package io.mqttproxy.discovery;

import io.mqttproxy.routing.DiscoveryException;
import io.mqttproxy.routing.DiscoveryResult;
import io.mqttproxy.tls.fetch.BoundedBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Talks to the API server of a Kubernetes cluster: HTTPS that trusts one file of CAs and nobody else, with a bearer token.
 * Both files are read anew for each request, because they are replaced while a pod runs: the token about once an hour. Reading
 * blocks, waiting for answers does not.
 */
final class ApiServer {

    /** Of an answer, in bytes. */
    static final int LARGEST_ANSWER = 16 * 1024 * 1024;

    private static final int LARGEST_FILE = 1024 * 1024; // bytes
    private static final int OK = 200;

    private final URI server;
    private final Path tokenFile;
    private final Path caFile;
    private final Duration connectTimeout;
    private byte @Nullable [] knownCa;
    private @Nullable HttpClient client;

    ApiServer(URI server, Path tokenFile, Path caFile, Duration connectTimeout) {
        this.server = server;
        this.tokenFile = tokenFile;
        this.caFile = caFile;
        this.connectTimeout = connectTimeout;
    }

    /**
     * Gets a document.
     *
     * @return the body of an answer with status 200
     * @throws DiscoveryException when a file cannot be used
     */
    synchronized CompletableFuture<HttpResponse<byte[]>> get(String path) throws DiscoveryException {
        return client().sendAsync(
                        request(path).build(),
                        head -> head.statusCode() == OK
                                ? new BoundedBody(LARGEST_ANSWER)
                                : BodySubscribers.replacing(new byte[0]));
    }

    /**
     * Waits for the first byte of a document.
     *
     * @param limit for the head of the answer; the body may take as long as the server wants
     * @throws DiscoveryException when a file cannot be used
     */
    synchronized CompletableFuture<HttpResponse<Boolean>> watch(String path, Duration limit) throws DiscoveryException {
        return client().sendAsync(request(path).timeout(limit).build(), head -> new FirstByte());
    }

    private HttpRequest.Builder request(String path) throws DiscoveryException {
        String token = new String(content(tokenFile), StandardCharsets.US_ASCII).strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new DiscoveryException(DiscoveryResult.INVALID, tokenFile + ": no token (expected: visible ASCII)");
        }
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private HttpClient client() throws DiscoveryException {
        byte[] ca = content(caFile);
        if (client == null || !Arrays.equals(ca, knownCa)) {
            client = HttpClient.newBuilder()
                    .sslContext(trusting(ca))
                    .connectTimeout(connectTimeout)
                    .followRedirects(HttpClient.Redirect.NEVER) // the token must go nowhere else
                    .build();
            knownCa = ca;
        }
        return client;
    }

    private SSLContext trusting(byte[] ca) throws DiscoveryException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(ca))) {
                trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
            }
            if (trusted.size() == 0) {
                throw new GeneralSecurityException("no certificate in it");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new DiscoveryException(
                    DiscoveryResult.INVALID,
                    caFile + ": not usable (expected: a PEM file with the CA): " + e.getMessage());
        }
    }

    static byte[] content(Path file) throws DiscoveryException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST_FILE);
        } catch (IOException e) {
            throw new DiscoveryException(
                    DiscoveryResult.ERROR,
                    file + ": not readable (expected: the file that a pod's service account has)");
        }
    }
}
