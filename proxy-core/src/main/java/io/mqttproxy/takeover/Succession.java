package io.mqttproxy.takeover;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the running process does for its successor. Called on the event loop of the {@link Offer}, so nothing here blocks. */
public interface Succession {

    /** The listening sockets of this moment; they stay this process's own, too. */
    List<FileDescriptor> sockets();

    /**
     * Stops to accept, because the successor does. Called at most once.
     *
     * @return completes when no socket is listened on any more
     */
    CompletionStage<Void> stopAccepting();

    /**
     * Starts a successor, with the arguments that this process was started with.
     *
     * @return completes with its process id, or with an {@link IOException} when it cannot be started
     */
    CompletionStage<Long> startSuccessor();
}
