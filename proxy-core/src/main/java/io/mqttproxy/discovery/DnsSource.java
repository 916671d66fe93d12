package io.mqttproxy.discovery;

import io.mqttproxy.config.DiscoveryConfig.Dns;
import io.mqttproxy.routing.BackendSource;
import io.mqttproxy.routing.Discovered;
import io.mqttproxy.routing.DiscoveryException;
import io.mqttproxy.routing.DiscoveryResult;
import io.netty.channel.AddressedEnvelope;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks DNS for the backends of a cluster, and a few name servers one after the other while they fail.
 *
 * <p>Records are taken from the answer as they are, with their time to live: no cache, no search list, no hosts file. A UDP
 * answer that was cut off is asked for again over TCP; when that fails, too, the look has failed, because half a list would
 * look like brokers that are gone. Answers with another id or question than ours are dropped by the resolver unread.
 */
public final class DnsSource implements BackendSource, AutoCloseable {

    private static final int MOST_SERVERS = 3;

    private final Dns dns;
    private final DnsNameResolver resolver;
    private final DnsServerAddressStreamProvider servers;

    /**
     * @param builder has the event loop and both channel types
     * @param servers whom to ask
     * @param timeout of a look
     */
    public DnsSource(
            DnsNameResolverBuilder builder, DnsServerAddressStreamProvider servers, Dns dns, Duration timeout) {
        this.dns = dns;
        this.servers = servers;
        long each = timeout.toMillis() / Math.min(MOST_SERVERS, stream().size());
        this.resolver = builder.nameServerProvider(servers)
                .queryTimeoutMillis(Math.max(1, each))
                .build();
    }

    @Override
    public CompletionStage<Discovered> look() {
        DnsServerAddressStream stream = stream();
        Attempts attempts = new Attempts(stream, Math.min(MOST_SERVERS, stream.size()));
        attempts.next();
        return attempts.result;
    }

    private DnsServerAddressStream stream() {
        return servers.nameServerAddressStream(dns.name());
    }

    /** Closes the sockets; a look under way fails. */
    @Override
    public void close() {
        resolver.close();
    }

    private static DnsRecordType type(Dns dns) {
        return switch (dns.type()) {
            case A -> DnsRecordType.A;
            case AAAA -> DnsRecordType.AAAA;
            case SRV -> DnsRecordType.SRV;
        };
    }

    /** The name servers of one look. */
    private final class Attempts {

        private final DnsServerAddressStream stream;
        private final CompletableFuture<Discovered> result = new CompletableFuture<>();
        private int left;

        Attempts(DnsServerAddressStream stream, int left) {
            this.stream = stream;
            this.left = left;
        }

        void next() {
            left--;
            InetSocketAddress server = stream.next();
            DnsQuestion question = new DefaultDnsQuestion(dns.name(), type(dns));
            Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> query = resolver.query(server, question);
            var unused = result.whenComplete((found, failure) -> query.cancel(false));
            query.addListener(done -> answered(server, query));
        }

        private void answered(
                InetSocketAddress server, Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> query) {
            if (query.isCancelled()) {
                return;
            }
            @Nullable AddressedEnvelope<DnsResponse, InetSocketAddress> envelope = query.getNow();
            if (envelope == null) {
                failed(failure(server, query.cause()));
                return;
            }
            try {
                result.complete(DnsAnswer.read(envelope.content(), dns));
            } catch (DiscoveryException e) {
                failed(e);
            } catch (RuntimeException e) { // a record that the decoder of names stumbles over
                failed(new DiscoveryException(DiscoveryResult.INVALID, "malformed answer of " + server));
            } finally {
                envelope.release();
            }
        }

        /** That a name does not exist, or has no such records, is an answer; everything else another server may know. */
        private void failed(DiscoveryException failure) {
            boolean answer = failure.result() == DiscoveryResult.NOT_FOUND || failure.result() == DiscoveryResult.EMPTY;
            if (answer || left == 0 || result.isDone()) {
                result.completeExceptionally(failure);
            } else {
                next();
            }
        }

        private static DiscoveryException failure(InetSocketAddress server, @Nullable Throwable cause) {
            if (cause instanceof DnsNameResolverTimeoutException) {
                return new DiscoveryException(DiscoveryResult.TIMEOUT, "no answer of " + server);
            }
            return new DiscoveryException(DiscoveryResult.ERROR, server + " cannot be asked: " + cause);
        }
    }
}
