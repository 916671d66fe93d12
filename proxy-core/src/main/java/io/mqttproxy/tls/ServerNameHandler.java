package io.mqttproxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ClientHello, picks the context for its server name and hands its place to the {@link SslHandler}.
 *
 * <p>Every TLS connection comes through here, with or without a server name, so that there is one code path and one bound
 * on the ClientHello. Deadlines are not kept here: the connection has one of its own that began at accept.
 */
public final class ServerNameHandler extends AbstractSniHandler<ServerContext> {

    /** A post-quantum ClientHello is about 1.7 KiB; BoringSSL itself refuses messages above 16 KiB. */
    private static final int MAX_CLIENT_HELLO_BYTES = 16 * 1024;

    private static final long NO_TIMEOUT = 0;

    /** A fatal unrecognized_name(112) alert in a record of its own (RFC 8446 section 6). */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private final Supplier<@Nullable TlsContexts> contexts;
    private @Nullable Executor waitingHandshakes;

    /**
     * Makes the handler of one connection.
     *
     * @param contexts the listener's contexts of the moment; asked once, when the ClientHello is there
     */
    ServerNameHandler(Supplier<@Nullable TlsContexts> contexts) {
        super(MAX_CLIENT_HELLO_BYTES, NO_TIMEOUT);
        this.contexts = contexts;
    }

    /**
     * The server name of a ClientHello in the spelling that everything else compares: lower case, no dot at its end, as the
     * certificate was chosen by.
     *
     * @return null when there was none
     */
    public static @Nullable String serverName(SniCompletionEvent event) {
        @Nullable String name = event.hostname();
        return name == null ? null : ServerNames.normalize(name);
    }

    @Override
    protected Future<ServerContext> lookup(ChannelHandlerContext ctx, @Nullable String serverName) {
        @Nullable TlsContexts current = contexts.get();
        waitingHandshakes = current == null ? null : current.revocation().handshakes();
        @Nullable ServerContext context = current == null ? null : current.select(serverName);
        return context == null
                ? ctx.executor().newFailedFuture(new UnknownServerNameException())
                : ctx.executor().newSucceededFuture(context);
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext ctx, @Nullable String serverName, Future<ServerContext> lookup) {
        if (!lookup.isSuccess()) {
            // The event that follows ends the connection; the alert has to be on its way by then.
            ByteBuf alert = ctx.alloc().buffer(UNRECOGNIZED_NAME.length).writeBytes(UNRECOGNIZED_NAME);
            ctx.writeAndFlush(alert, ctx.voidPromise());
            return;
        }
        @Nullable SslHandler handler = lookup.getNow().newHandler(ctx.alloc(), waitingHandshakes);
        try {
            handler.setHandshakeTimeoutMillis(NO_TIMEOUT);
            install(ctx, handler);
            handler = null;
        } finally {
            if (handler != null) { // it never got into a pipeline, so nobody else frees its native engine
                ReferenceCountUtil.safeRelease(handler.engine());
            }
        }
    }

    /** What was read so far goes to whoever takes this handler's place. */
    private void install(ChannelHandlerContext ctx, SslHandler handler) {
        ChannelPipeline pipeline = ctx.pipeline();
        if (handler.engine() instanceof ReferenceCountedOpenSslEngine) {
            pipeline.replace(this, "tls", handler);
        } else {
            RecordGuard.DataCounter data = new RecordGuard.DataCounter();
            pipeline.addAfter(ctx.name(), "data", data);
            pipeline.addAfter(ctx.name(), "engine", handler);
            pipeline.replace(this, "tls", new RecordGuard(data, System::nanoTime));
        }
    }
}
