package io.mqttproxy.tls;

import io.mqttproxy.tls.stapling.StapledCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What serves the connections of one bundle in one listener: the engine's context, and what has to be set on each
 * connection because contexts have no setting for it.
 *
 * @param context owned
 * @param tickets false when no session may be resumed
 * @param certificate has the staple; null when there is no stapling
 */
record ServerContext(
        SslContext context, boolean tickets, @Nullable StapledCertificate certificate) implements AutoCloseable {

    /**
     * A handler for a new connection; whoever gets it releases its engine if it never gets into a pipeline.
     *
     * @param waiting where trust decisions that may wait are made; null = none waits, so they stay on the event loop
     */
    SslHandler newHandler(ByteBufAllocator allocator, @Nullable Executor waiting) {
        SslHandler handler = waiting == null ? context.newHandler(allocator) : context.newHandler(allocator, waiting);
        if (handler.engine() instanceof ReferenceCountedOpenSslEngine openSsl) {
            if (!tickets) {
                SSL.setOptions(openSsl.sslPointer(), SSL.SSL_OP_NO_TICKET);
            }
            byte @Nullable [] staple = certificate == null ? null : certificate.response();
            if (staple != null) {
                openSsl.setOcspResponse(staple); // the engine sends it to clients that have asked
            }
        }
        return handler;
    }

    /** Gives the native context back; engines that were made from it stay valid. */
    @Override
    public void close() {
        ReferenceCountUtil.safeRelease(context);
    }
}
