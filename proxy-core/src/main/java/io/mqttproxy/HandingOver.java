package io.mqttproxy;

import io.mqttproxy.admin.AdminServer;
import io.mqttproxy.takeover.Succession;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What this process does for the next one. What blocks runs in the background.
 *
 * @param serving has the ports for clients
 * @param admin has the port for operators; null = none
 * @param successor starts the next process
 * @param replaced runs when the next one accepts and this one does not any more
 */
record HandingOver(
        LiveConfiguration serving,
        @Nullable AdminServer admin,
        Successor successor,
        Runnable replaced,
        Executor background)
        implements Succession {

    @Override
    public List<FileDescriptor> sockets() {
        List<Channel> sockets = new ArrayList<>(serving.listeners().sockets());
        if (admin != null) {
            sockets.add(admin.socket());
        }
        return sockets.stream()
                .map(socket -> ((EpollServerSocketChannel) socket).fd())
                .toList();
    }

    @Override
    public CompletionStage<Void> stopAccepting() {
        return CompletableFuture.runAsync(
                () -> {
                    serving.stopAccepting();
                    if (admin != null) {
                        admin.close();
                    }
                    replaced.run();
                },
                background);
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
