package io.mqttproxy.relay;

import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.HealthProbe;
import io.mqttproxy.routing.ProbeResult;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpClientCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Asks a broker's own endpoint over HTTP/1.1 whether it is well; the status code is all that counts, and nothing behind the
 * head of the answer is read. Any number of probes may be under way at the same time, from any thread.
 */
public final class HttpProbe implements HealthProbe {

    /** Of the first line and of all header fields together, in bytes. */
    private static final int LARGEST_LINE = 4_096;

    private static final int LARGEST_HEAD = 16_384;
    private static final int CHUNK = 8_192;

    private final Bootstrap template;
    private final Function<Backend, InetSocketAddress> addresses;
    private final HttpProbePlan plan;

    /**
     * @param template event loop, channel type and resolver; its connect timeout bounds the connect, and whoever waits for
     *     the answer bounds the rest by cancelling
     * @param addresses where a backend listens; the plan says on which port it answers HTTP
     * @param plan what is asked
     */
    public HttpProbe(Bootstrap template, Function<Backend, InetSocketAddress> addresses, HttpProbePlan plan) {
        this.template = template;
        this.addresses = addresses;
        this.plan = plan;
    }

    @Override
    public CompletionStage<ProbeResult> probe(Backend backend) {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        ChannelFuture connect = template.clone()
                .option(ChannelOption.AUTO_READ, true)
                .handler(pipeline(backend, result))
                .connect(address(backend));
        connect.addListener(done -> {
            if (!done.isSuccess()) {
                result.complete(
                        ProbeResult.failed(ConnectFailure.of(done.cause()).label()));
            }
        });
        result.whenComplete((probed, failure) -> {
            if (result.isCancelled()) {
                connect.cancel(false);
                connect.channel().close();
            }
        });
        return result;
    }

    private InetSocketAddress address(Backend backend) {
        InetSocketAddress mqtt = addresses.apply(backend);
        InetAddress ip = mqtt.getAddress();
        return ip == null
                ? InetSocketAddress.createUnresolved(mqtt.getHostString(), plan.port())
                : new InetSocketAddress(ip, plan.port());
    }

    private ChannelInitializer<Channel> pipeline(Backend backend, CompletableFuture<ProbeResult> result) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast("http", new HttpClientCodec(LARGEST_LINE, LARGEST_HEAD, CHUNK))
                        .addLast("probe", new HttpProbeAttempt(plan, backend, result));
            }
        };
    }
}
