package io.mqttproxy;

import io.mqttproxy.takeover.Succession;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What this process does for the next one. What blocks runs in the background.
 *
 * @param listening the listening sockets of this moment
 * @param stop closes them, and begins to end this process
 * @param successor starts the next one
 */
record HandingOver(Supplier<List<Channel>> listening, Runnable stop, Successor successor, Executor background)
        implements Succession {

    @Override
    public List<FileDescriptor> sockets() {
        return listening.get().stream()
                .map(channel -> ((EpollServerSocketChannel) channel).fd())
                .toList();
    }

    @Override
    public CompletionStage<Void> stopAccepting() {
        return CompletableFuture.runAsync(stop, background);
    }

    @Override
    public CompletionStage<Long> startSuccessor() {
        CompletableFuture<Long> started = new CompletableFuture<>();
        background.execute(() -> {
            try {
                started.complete(successor.start());
            } catch (IOException e) {
                started.completeExceptionally(e);
            }
        });
        return started;
    }
}
