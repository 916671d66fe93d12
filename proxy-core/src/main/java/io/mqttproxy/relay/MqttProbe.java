package io.mqttproxy.relay;

import io.mqttproxy.mqtt.ConnackDecoder;
import io.mqttproxy.mqtt.MqttVersion;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.HealthProbe;
import io.mqttproxy.routing.ProbeResult;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Asks whether a backend takes an MQTT client, the way a client of the proxy would reach it: PROXY header, TLS, CONNECT,
 * CONNACK, DISCONNECT. Any number of probes may be under way at the same time, from any thread.
 */
public final class MqttProbe implements HealthProbe {

    private final Bootstrap template;
    private final Function<Backend, InetSocketAddress> addresses;
    private final ProbePlan plan;

    /**
     * @param template event loop, channel type and resolver; its connect timeout bounds what comes before the plan's
     * @param addresses where a backend listens
     * @param plan what is sent
     */
    public MqttProbe(Bootstrap template, Function<Backend, InetSocketAddress> addresses, ProbePlan plan) {
        this.template = template;
        this.addresses = addresses;
        this.plan = plan;
    }

    /** A backend is up when it accepts the plan's login. */
    @Override
    public CompletionStage<ProbeResult> probe(Backend backend) {
        CompletableFuture<ProbeOutcome> examined = examine(backend);
        CompletableFuture<ProbeResult> result = examined.thenApply(outcome ->
                outcome instanceof ProbeOutcome.Accepted ? ProbeResult.passed() : ProbeResult.failed(outcome.reason()));
        result.whenComplete((probed, failure) -> {
            if (result.isCancelled()) {
                examined.cancel(false);
            }
        });
        return result;
    }

    /**
     * Probes once and tells all that was found out.
     *
     * @return completes on an event loop, never exceptionally; cancelling it closes the connection
     */
    public CompletableFuture<ProbeOutcome> examine(Backend backend) {
        CompletableFuture<ProbeOutcome> outcome = new CompletableFuture<>();
        ChannelFuture connect = template.clone()
                .option(ChannelOption.AUTO_READ, true)
                .handler(pipeline(backend, outcome))
                .connect(addresses.apply(backend));
        connect.addListener(done -> {
            if (!done.isSuccess()) {
                outcome.complete(new ProbeOutcome.NotConnected(ConnectFailure.of(done.cause())));
            }
        });
        outcome.whenComplete((found, failure) -> {
            if (outcome.isCancelled()) {
                connect.cancel(false);
                connect.channel().close();
            }
        });
        return outcome;
    }

    private ChannelInitializer<Channel> pipeline(Backend backend, CompletableFuture<ProbeOutcome> outcome) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast("first-answer", new FirstAnswer())
                        .addLast("connack", new ConnackDecoder(MqttVersion.MQTT_3_1_1))
                        .addLast("probe", new ProbeAttempt(plan, backend, outcome));
            }
        };
    }
}
