package io.mqttproxy.relay;

import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.ProbeResult;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.CompletableFuture;

/** Plays one HTTP probe on one connection, at the end of its pipeline; event loop only. */
final class HttpProbeAttempt extends ChannelInboundHandlerAdapter {

    private final HttpProbePlan plan;
    private final Backend backend;
    private final CompletableFuture<ProbeResult> result;

    HttpProbeAttempt(HttpProbePlan plan, Backend backend, CompletableFuture<ProbeResult> result) {
        this.plan = plan;
        this.backend = backend;
        this.result = result;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(plan.request(backend));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpResponse response) {
                answered(ctx, response);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answered(ChannelHandlerContext ctx, HttpResponse response) {
        if (response.decoderResult().isFailure()) {
            end(ctx, ProbeResult.failed("answer is not HTTP/1.1"));
        } else if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) { // the real one follows those
            int code = response.status().code();
            end(ctx, plan.isWell(code) ? ProbeResult.passed() : ProbeResult.failed("HTTP status " + code));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(ctx, ProbeResult.failed("closed without an answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ctx, ProbeResult.failed("connection broke before the answer"));
    }

    private void end(ChannelHandlerContext ctx, ProbeResult found) {
        result.complete(found); // the first one counts
        ctx.close();
    }
}
