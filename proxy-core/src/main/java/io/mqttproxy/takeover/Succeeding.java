package io.mqttproxy.takeover;

import io.netty.channel.Channel;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sees to it that one successor at a time gets the sockets, and one at all keeps them. On one event loop. */
final class Succeeding {

    private final Succession succession;
    private @Nullable Channel successor;
    private boolean over;

    Succeeding(Succession succession) {
        this.succession = succession;
    }

    /** Whether the one who asks may have the sockets; then nobody else may, until {@link #gone}. */
    boolean claim(Channel asker) {
        if (over || (successor != null && successor != asker)) {
            return false;
        }
        successor = asker;
        return true;
    }

    /** Nobody gets the sockets from now on. */
    void end() {
        over = true;
    }

    /** Whether nobody gets the sockets any more. */
    boolean isOver() {
        return over;
    }

    /** A connection has ended. */
    void gone(Channel asker) {
        if (asker == successor) {
            successor = null;
        }
    }

    /** Whether this is the one that may have the sockets. */
    boolean isSuccessor(Channel asker) {
        return !over && asker == successor;
    }

    List<FileDescriptor> sockets() {
        return succession.sockets();
    }

    /** Closes the Unix socket as well, with its file: the name is the successor's from now on. */
    CompletionStage<Void> hand(Channel successor) {
        over = true;
        return succession.stopAccepting().whenComplete((done, failure) -> {
            @Nullable Channel offer = successor.parent();
            if (offer != null) {
                offer.close();
            }
        });
    }

    CompletionStage<Long> startSuccessor() {
        if (over) {
            return CompletableFuture.failedFuture(new IOException("this one is ending"));
        }
        return succession.startSuccessor();
    }
}
