package io.mqttproxy.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers operators:
 *
 * <pre>
 * GET /metrics   Prometheus text, or OpenMetrics where the Accept header asks for it
 * GET /livez     200 while the process serves
 * GET /readyz    200 while new connections are welcome, 503 with the reasons otherwise
 * GET /          this list
 * </pre>
 */
@Sharable
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(AdminHandler.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String INDEX = "/metrics\n/livez\n/readyz\n";

    private final Scrape scrape;
    private final Readiness readiness;

    AdminHandler(Scrape scrape, Readiness readiness) {
        this.scrape = scrape;
        this.readiness = readiness;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        FullHttpResponse response = answer(ctx, request);
        HttpUtil.setContentLength(response, response.content().readableBytes());
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        HttpUtil.setKeepAlive(response, keepAlive);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.content().clear(); // the length stays: it is the one that GET would have
        }
        ctx.writeAndFlush(response)
                .addListener(keepAlive ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
    }

    private FullHttpResponse answer(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return text(HttpResponseStatus.BAD_REQUEST, "not a request that can be read\n");
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            FullHttpResponse response = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET\n");
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            return response;
        }
        return switch (new QueryStringDecoder(request.uri()).path()) {
            case "/metrics" -> metrics(ctx, request.headers().get(HttpHeaderNames.ACCEPT, ""));
            case "/livez" -> text(HttpResponseStatus.OK, "ok\n");
            case "/readyz" -> ready();
            case "/" -> text(HttpResponseStatus.OK, INDEX);
            default -> text(HttpResponseStatus.NOT_FOUND, "not found; there are\n" + INDEX);
        };
    }

    private FullHttpResponse metrics(ChannelHandlerContext ctx, String accept) {
        ByteBuf body = ctx.alloc().buffer();
        try (OutputStream out = new ByteBufOutputStream(body)) {
            String contentType = scrape.write(accept, out);
            return response(HttpResponseStatus.OK, contentType, body);
        } catch (IOException e) {
            body.release();
            log.error("The metrics could not be written", e);
            return text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the metrics could not be written\n");
        }
    }

    private FullHttpResponse ready() {
        List<Readiness.Check> checks = readiness.checks();
        StringBuilder body = new StringBuilder();
        boolean ready = true;
        for (Readiness.Check check : checks) {
            ready &= check.ok();
            body.append(check.ok() ? "[ok] " : "[no] ")
                    .append(check.name())
                    .append(": ")
                    .append(check.detail())
                    .append('\n');
        }
        return text(ready ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE, body.toString());
    }

    private static FullHttpResponse text(HttpResponseStatus status, String body) {
        return response(status, TEXT, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
    }

    private static FullHttpResponse response(HttpResponseStatus status, String contentType, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        return response;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException) && !(cause instanceof ReadTimeoutException)) {
            log.error("A request to the admin port failed", cause);
        }
        ctx.close();
    }
}
