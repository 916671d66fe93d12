package io.mqttproxy.relay;

import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.HealthProbe;
import io.mqttproxy.routing.ProbeResult;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks whether a backend accepts TCP connections: connects and closes, nothing is sent. */
public final class TcpProbe implements HealthProbe {

    private final Bootstrap template;
    private final Function<Backend, InetSocketAddress> addresses;

    /**
     * @param template event loop, channel type and resolver; its connect timeout bounds a probe
     * @param addresses where a backend listens
     */
    public TcpProbe(Bootstrap template, Function<Backend, InetSocketAddress> addresses) {
        this.template = template;
        this.addresses = addresses;
    }

    @Override
    public CompletionStage<ProbeResult> probe(Backend backend) {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        ChannelFuture connect = template.connect(addresses.apply(backend));
        connect.addListener(done -> {
            if (done.isSuccess()) {
                connect.channel().close();
                result.complete(ProbeResult.passed());
            } else {
                result.complete(
                        ProbeResult.failed(ConnectFailure.of(done.cause()).label()));
            }
        });
        result.whenComplete((probed, failure) -> {
            if (result.isCancelled()) {
                connect.cancel(true);
                connect.channel().close();
            }
        });
        return result;
    }
}
