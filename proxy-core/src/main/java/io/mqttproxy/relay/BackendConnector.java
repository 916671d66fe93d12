package io.mqttproxy.relay;

import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.RouteKey;
import io.mqttproxy.tls.BackendTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects a client to the backend that its cluster picks, and to the next one as long as nothing was sent.
 *
 * <p>Connects on the client's event loop, so that both halves of a connection share one thread for life. Each attempt, with
 * its TLS handshake where the cluster has TLS, is bounded by the template's connect timeout, all of them together by the
 * session's deadline.
 */
public final class BackendConnector {

    private static final Logger log = LoggerFactory.getLogger(BackendConnector.class);

    /** Netty's own default for a connect. */
    private static final int DEFAULT_ATTEMPT_MILLIS = 30_000;

    private final Bootstrap template;
    private final Bootstrap ipv4Template;
    private final Map<BackendState, BackendTarget> targets;
    private final int attemptMillis;

    /**
     * @param template channel type, options and resolver; its connect timeout bounds one attempt
     * @param targets every backend of every cluster; read by all event loops, and may change meanwhile
     */
    public BackendConnector(Bootstrap template, Map<BackendState, BackendTarget> targets) {
        this(template, template, targets);
    }

    /**
     * The same, with other sockets for backends that are configured with an IPv4 address.
     *
     * @param ipv4Template as {@code template}
     */
    public BackendConnector(Bootstrap template, Bootstrap ipv4Template, Map<BackendState, BackendTarget> targets) {
        this.template = template;
        this.ipv4Template = ipv4Template;
        this.targets = targets;
        this.attemptMillis =
                template.config().options().get(ChannelOption.CONNECT_TIMEOUT_MILLIS) instanceof Integer limit
                        ? limit
                        : DEFAULT_ATTEMPT_MILLIS;
    }

    /** Told once, on the client's event loop, unless the session ended first; then {@link #gaveUp} only frees. */
    interface Outcome {

        /** A backend is connected; automatic reading is off. */
        void connected(BackendTarget target, Channel backend);

        /** Nobody is left to try, or the session ended while trying. */
        void gaveUp(CloseReason reason, String detail);
    }

    /** The address of an unresolved host name is null. */
    private Bootstrap templateFor(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address ? ipv4Template : template;
    }

    void connect(Session session, Cluster cluster, RouteKey key, Outcome outcome) {
        new Attempts(session, cluster, tried -> cluster.select(key, tried), outcome).next();
    }

    /** To this backend of the cluster and no other. */
    void connectTo(Session session, Cluster cluster, BackendState backend, Outcome outcome) {
        new Attempts(session, cluster, tried -> tried.isEmpty() ? backend : null, outcome).next();
    }

    /** Says whom to try next; null when nobody is left. */
    private interface Choice {
        @Nullable BackendState next(List<BackendState> tried);
    }

    /** The attempts of one client. */
    private final class Attempts {

        private final Session session;
        private final Cluster cluster;
        private final Choice choice;
        private final Outcome outcome;
        private final EventLoop loop;
        private List<BackendState> tried = List.of();
        private @Nullable ConnectFailure lastFailure;

        Attempts(Session session, Cluster cluster, Choice choice, Outcome outcome) {
            this.session = session;
            this.cluster = cluster;
            this.choice = choice;
            this.outcome = outcome;
            this.loop = session.client().eventLoop();
        }

        void next() {
            @Nullable BackendTarget target = session.ended() ? null : pick();
            if (target == null) {
                outcome.gaveUp(CloseReason.NO_BACKEND, describe());
                return;
            }
            long start = System.nanoTime();
            target.state().opened(); // counted from here on, so that a storm does not pile onto the least loaded one
            ChannelFuture connect = templateFor(target.address()).clone(loop).connect(target.address());
            ChannelFutureListener clientLeft = closed -> connect.cancel(false);
            session.client().closeFuture().addListener(clientLeft);
            connect.addListener(done -> onLoop(() -> {
                session.client().closeFuture().removeListener(clientLeft);
                if (!connect.isSuccess()) {
                    failed(target, connect.cause());
                } else if (target.tls() == null) {
                    connected(target, connect.channel(), start);
                } else {
                    secure(target, target.tls(), connect.channel(), start);
                }
            }));
        }

        private @Nullable BackendTarget pick() {
            @Nullable BackendState picked = choice.next(tried);
            while (picked != null) {
                @Nullable BackendTarget target = targets.get(picked);
                if (target != null) {
                    return target;
                }
                remember(picked); // it left the cluster while this client was on its way
                picked = choice.next(tried);
            }
            return null;
        }

        /** Netty reports a channel that it could not even create on a thread of its own. */
        private void onLoop(Runnable action) {
            if (loop.inEventLoop()) {
                action.run();
            } else {
                loop.execute(action);
            }
        }

        private void secure(BackendTarget target, BackendTls tls, Channel backend, long start) {
            ChannelFutureListener clientLeft = closed -> backend.close();
            session.client().closeFuture().addListener(clientLeft);
            Consumer<@Nullable SSLException> done = failure -> {
                session.client().closeFuture().removeListener(clientLeft);
                if (failure == null) {
                    connected(target, backend, start);
                } else {
                    failed(target, failure);
                }
            };
            try {
                BackendHandshake.begin(session, target, tls, backend, millisLeft(start), done);
            } catch (RefusedException e) {
                backend.close();
                target.state().closed();
                outcome.gaveUp(e.reason(), String.valueOf(e.getMessage()));
            }
        }

        /** What connecting has left of the attempt's time. */
        private long millisLeft(long start) {
            return Math.max(1, attemptMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }

        private void connected(BackendTarget target, Channel backend, long start) {
            backend.closeFuture().addListener(closed -> target.state().closed());
            target.state().connectSucceeded();
            long took = System.nanoTime() - start;
            target.state().connectTook(took);
            target.metrics().connected(took, session.id());
            if (session.ended()) {
                backend.close();
                outcome.gaveUp(CloseReason.CLIENT_CLOSED, "the client left while its backend was connected");
            } else {
                outcome.connected(target, backend);
            }
        }

        private void failed(BackendTarget target, Throwable cause) {
            target.state().closed();
            if (session.ended()) { // the connect was cancelled, or failed when it did not matter any more
                outcome.gaveUp(CloseReason.CLIENT_CLOSED, "the client left while its backend was connected");
            } else if (cause instanceof ChannelException) {
                log.error("No socket for a backend: {} (expected: a higher limit of open files)", cause.toString());
                outcome.gaveUp(CloseReason.OVERLOAD, "no socket for a backend");
            } else {
                blame(target, cause);
                next();
            }
        }

        private void blame(BackendTarget target, Throwable cause) {
            ConnectFailure failure = ConnectFailure.of(cause);
            boolean wasAvailable = target.state().available();
            target.state().connectFailed();
            target.metrics().connectFailed(failure);
            log.debug("{} backend {}: {}", session.id(), target.name(), cause.toString(), cause);
            if (wasAvailable && !target.state().available()) {
                String why = TlsTrouble.words(cause);
                log.warn("Backend {} of cluster {} is out: {}", target.name(), target.cluster(), why);
            }
            lastFailure = failure;
            remember(target.state());
        }

        private void remember(BackendState state) {
            if (tried.isEmpty()) {
                tried = new ArrayList<>(2);
            }
            tried.add(state);
        }

        private String describe() {
            return lastFailure == null
                    ? "cluster " + cluster.name() + " has no backend that may be used"
                    : tried.size() + " of cluster " + cluster.name() + " tried, the last one: " + lastFailure.label();
        }
    }
}
