package io.mqttproxy.discovery;

import io.mqttproxy.config.DiscoveryConfig.Kubernetes;
import io.mqttproxy.routing.BackendSource;
import io.mqttproxy.routing.Discovered;
import io.mqttproxy.routing.DiscoveryException;
import io.mqttproxy.routing.DiscoveryResult;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server for the EndpointSlices of a service.
 *
 * <p>Each look is a whole list, which is always right by itself. A watch from the list's version on serves as a door bell
 * only: its first event, its end or its failure means "look again", and its content is not read. So there is no state to
 * rebuild after a gap, an expired version (410) or a restart of the API server, and an account that may list and not watch
 * still works, by looking as often as the policy allows. Looks block on small files; used by one thread.
 */
public final class KubernetesSource implements BackendSource {

    private static final Path OWN_NAMESPACE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");
    private static final Duration LONG = Duration.ofDays(1); // the ceiling decides

    private final Kubernetes config;
    private final Duration ceiling;
    private final ApiServer server;

    /**
     * @param timeout to connect, and for the head of an answer
     * @param ceiling how long a watch may stay open
     */
    public KubernetesSource(Kubernetes config, Duration timeout, Duration ceiling) {
        this.config = config;
        this.ceiling = ceiling;
        this.server = new ApiServer(config.server(), config.tokenFile(), config.caFile(), timeout);
    }

    @Override
    public CompletionStage<Discovered> look() {
        try {
            String path = path();
            CompletableFuture<HttpResponse<byte[]>> list = server.get(path);
            CompletableFuture<Discovered> result = new CompletableFuture<>();
            var unusedAnswer = list.whenComplete((response, failure) -> answer(result, path, response, failure));
            var unusedEnd = result.whenComplete((found, failure) -> list.cancel(true));
            return result;
        } catch (DiscoveryException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answer(
            CompletableFuture<Discovered> result,
            String path,
            @Nullable HttpResponse<byte[]> response,
            @Nullable Throwable failure) {
        try {
            Discovered found = discovered(path, response, failure);
            if (!result.complete(found)) { // cancelled while the watch was opened
                found.dismiss();
            }
        } catch (DiscoveryException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private String path() throws DiscoveryException {
        String namespace = config.namespace() != null
                ? config.namespace()
                : new String(ApiServer.content(OWN_NAMESPACE), StandardCharsets.US_ASCII).strip();
        String selector =
                URLEncoder.encode("kubernetes.io/service-name=" + config.service(), StandardCharsets.US_ASCII);
        return "/apis/discovery.k8s.io/v1/namespaces/" + URLEncoder.encode(namespace, StandardCharsets.US_ASCII)
                + "/endpointslices?labelSelector=" + selector;
    }

    private Discovered discovered(String path, @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure)
            throws DiscoveryException {
        if (response == null) {
            throw noAnswer(failure);
        }
        check(response.statusCode());
        EndpointSlices slices = EndpointSlices.read(new String(response.body(), StandardCharsets.UTF_8), config.port());
        return new Discovered(slices.backends(), LONG, bell(path, slices.resourceVersion()));
    }

    private @Nullable CompletionStage<?> bell(String path, String version) throws DiscoveryException {
        if (version.isEmpty()) {
            return null;
        }
        String watch = path + "&watch=1&timeoutSeconds=" + Math.max(1, ceiling.toSeconds()) + "&resourceVersion="
                + URLEncoder.encode(version, StandardCharsets.US_ASCII);
        return server.watch(watch, ceiling);
    }

    private DiscoveryException noAnswer(@Nullable Throwable failure) {
        @Nullable Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        DiscoveryResult result =
                cause instanceof HttpTimeoutException ? DiscoveryResult.TIMEOUT : DiscoveryResult.ERROR;
        return new DiscoveryException(result, config.server() + " did not answer: " + cause);
    }

    private void check(int status) throws DiscoveryException {
        switch (status) {
            case 200 -> {}
            case 401, 403 ->
                throw new DiscoveryException(
                        DiscoveryResult.REFUSED,
                        "the API server answered " + status + " (expected: a role that may list and watch"
                                + " endpointslices of discovery.k8s.io)");
            case 404 -> throw new DiscoveryException(DiscoveryResult.NOT_FOUND, "the API server answered 404");
            default -> throw new DiscoveryException(DiscoveryResult.ERROR, "the API server answered " + status);
        }
    }
}
