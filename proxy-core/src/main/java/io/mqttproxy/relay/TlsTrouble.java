package io.mqttproxy.relay;

import io.netty.handler.codec.DecoderException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Finds out whether TLS is what failed, and says it in the words of the part that noticed. */
final class TlsTrouble {

    private TlsTrouble() {}

    /** The failure of TLS in what a pipeline reported, or null when it is something else. */
    static @Nullable SSLException in(Throwable failure) {
        Throwable unpacked =
                failure instanceof DecoderException && failure.getCause() != null ? failure.getCause() : failure;
        return unpacked instanceof SSLException tls ? tls : null;
    }

    /** What is wrong, for people: engines say it of a certificate in the innermost cause only. */
    static String words(Throwable failure) {
        Throwable innermost = failure;
        while (failure instanceof SSLException && innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
