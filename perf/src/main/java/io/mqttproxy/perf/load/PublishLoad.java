package io.mqttproxy.perf.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Devices that stay connected and publish, either at an even pace, or as soon as something has come back. Confined to the
 * event loop.
 */
final class PublishLoad {

    private final Job job;
    private final Connector connector;
    private final Tally tally;
    private final Consumer<PublishLoad> running;
    private final ByteBuf message;
    private final Pace pace;
    private final List<Publisher> connected = new ArrayList<>();

    /** @param running called when all are connected and messages flow */
    PublishLoad(Job job, EventLoop loop, Connector connector, Tally tally, Consumer<PublishLoad> running) {
        this.job = job;
        this.connector = connector;
        this.tally = tally;
        this.running = running;
        this.message = MqttBytes.publish("perf/echo", job.payloadBytes());
        this.pace = new Pace(loop, job.perSecond(), connected);
    }

    void start() {
        for (int slot = 0; slot < job.connections(); slot++) {
            open(slot);
        }
    }

    /** Ends the pace. Messages that have not come back count with what they have waited so far. */
    void stop() {
        pace.stop();
        connected.forEach(Publisher::countUnanswered);
    }

    /** Gives back what this holds, once all connections are closed. */
    void release() {
        message.release();
    }

    private void open(int slot) {
        connector.open(slot % job.devices(), new Publisher(job, message, tally, this::add), () -> open(slot));
    }

    private void add(Publisher publisher) {
        connected.add(publisher);
        if (connected.size() == job.connections()) {
            if (job.perSecond() > 0) {
                pace.start();
            } else {
                connected.forEach(each -> each.publish(job.window()));
            }
            running.accept(this);
        }
    }
}
