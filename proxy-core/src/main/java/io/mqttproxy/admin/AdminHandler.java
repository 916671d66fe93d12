package io.mqttproxy.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
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
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes HTTP requests of one connection to the endpoints of {@link AdminApi}: method, gate, dispatch, response.
 *
 * <p>One request a connection: responses that nobody reads would pile up in memory that all connections share.
 */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(AdminHandler.class);

    /** A slow link needs ten for the metrics of a large proxy; who reads nothing would keep its place for ever. */
    private static final long ANSWER_SECONDS = 30;

    private final AdminApi api;
    private boolean answered;

    AdminHandler(AdminApi api) {
        this.api = api;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (answered) {
            return;
        }
        answered = true;
        boolean head = request.method().equals(HttpMethod.HEAD);
        String allowed = api.methods(path(request));
        @Nullable CompletionStage<AdminAnswer> answers = answer(ctx, request);
        if (answers != null) {
            answers.whenComplete((answer, failure) -> {
                if (failure == null) {
                    write(ctx, answer, head, allowed);
                } else {
                    exceptionCaught(ctx, failure);
                }
            });
        }
    }

    private static void write(ChannelHandlerContext ctx, AdminAnswer answer, boolean head, String allowed) {
        FullHttpResponse response = response(answer);
        if (response.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, allowed);
        }
        HttpUtil.setContentLength(response, response.content().readableBytes());
        HttpUtil.setKeepAlive(response, false);
        if (head) {
            response.content().clear(); // the length stays: it is the one that GET would have
        }
        ChannelFuture written = ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        if (!written.isDone()) {
            Future<?> deadline = ctx.executor().schedule(() -> ctx.close(), ANSWER_SECONDS, TimeUnit.SECONDS);
            written.addListener(done -> deadline.cancel(false));
        }
    }

    /** Null when the connection has become a stream. */
    private @Nullable CompletionStage<AdminAnswer> answer(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return now(AdminAnswer.text(HttpResponseStatus.BAD_REQUEST, "not a request that can be read\n"));
        }
        AdminApi.@Nullable Request content = content(request);
        if (content == null) {
            return now(AdminAnswer.text(HttpResponseStatus.BAD_REQUEST, "not a query that can be read\n"));
        }
        String path = path(request);
        if (request.content().readableBytes() > api.mostBytes(path)) {
            return now(AdminAnswer.error(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "too much (expected: at most " + api.mostBytes(path) + " bytes)"));
        }
        @Nullable EventStream stream = request.method().equals(HttpMethod.GET) ? api.stream(path) : null;
        @Nullable Function<AdminApi.Request, CompletionStage<AdminAnswer>> endpoint = endpoint(request.method(), path);
        if (endpoint == null && stream == null) {
            return now(nothingThere(path));
        }
        boolean changes = !reads(request.method());
        @Nullable AdminAnswer refusal = api.gate().refuse(request, path, changes, Caller.of(ctx.channel()), api.token());
        if (refusal != null) {
            return now(refusal);
        }
        if (endpoint != null) {
            return endpoint.apply(content);
        }
        @Nullable AdminAnswer full = Objects.requireNonNull(stream).subscribe(ctx);
        return full == null ? null : now(full);
    }

    private AdminAnswer nothingThere(String path) {
        return api.methods(path).isEmpty()
                ? AdminAnswer.text(HttpResponseStatus.NOT_FOUND, "not found; / lists what there is\n")
                : AdminAnswer.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "not with this method\n");
    }

    private static boolean reads(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private @Nullable Function<AdminApi.Request, CompletionStage<AdminAnswer>> endpoint(
            HttpMethod method, String path) {
        if (reads(method)) {
            return api.read(path);
        }
        if (method.equals(HttpMethod.POST)) {
            return api.change(path);
        }
        return method.equals(HttpMethod.DELETE) ? api.removal(path) : null;
    }

    private static CompletionStage<AdminAnswer> now(AdminAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static String path(FullHttpRequest request) {
        return new QueryStringDecoder(request.uri()).rawPath();
    }

    /** Null when the query has escapes that are none. */
    private static AdminApi.@Nullable Request content(FullHttpRequest request) {
        try {
            return new AdminApi.Request(
                    request.headers().get(HttpHeaderNames.ACCEPT, ""),
                    new QueryStringDecoder(request.uri()).parameters(),
                    request.content().toString(StandardCharsets.UTF_8),
                    "");
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static FullHttpResponse response(AdminAnswer answer) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, answer.status(), Unpooled.copiedBuffer(answer.body(), StandardCharsets.UTF_8));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        response.headers().set("x-content-type-options", "nosniff");
        answer.headers().forEach(response.headers()::set);
        return response;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!comesFromOutside(cause)) {
            log.error("A request to the admin port failed", cause);
        }
        ctx.close();
    }

    /** A connection that ends or stays silent, and bytes that are no TLS; {@link SSLException} is one of {@link IOException}. */
    private static boolean comesFromOutside(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof ReadTimeoutException
                || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
    }
}
