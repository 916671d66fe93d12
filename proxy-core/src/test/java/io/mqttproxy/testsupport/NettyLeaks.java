package io.mqttproxy.testsupport;

import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Fails every test class after which Netty reports a leaked buffer.
 *
 * <p>JUnit finds it by itself ({@code META-INF/services}, {@code junit-platform.properties}) and makes one before it
 * runs the first class. A leak shows only after a garbage collection and at the next allocation, so both are provoked
 * after each class that used buffers at all; that costs some 20 ms. What the embedded brokers leak by themselves (Artemis
 * never releases the PROXY header that it read) is not ours and does not count.
 */
public final class NettyLeaks implements AfterAllCallback, ParameterResolver {

    /** Packages that own the thread or the handler which the leaked resource was made by. */
    private static final List<String> FOREIGN = List.of("org.apache.activemq.artemis.", "com.hivemq.");

    private static final long COLLECTED_MILLIS = 30_000;

    private final LeakRecorder recorder;

    /** Called by JUnit. */
    public NettyLeaks() {
        this(installed());
    }

    private NettyLeaks(LeakRecorder recorder) {
        this.recorder = recorder;
    }

    /** Two launchers in one process (an IDE, a test of tests) share the recorder that Netty's classes already know. */
    private static LeakRecorder installed() {
        if (ResourceLeakDetectorFactory.instance() instanceof LeakRecorder earlier) {
            return earlier;
        }
        LeakRecorder recorder = new LeakRecorder();
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(recorder);
        return recorder;
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        boolean nested =
                context.getParent().flatMap(ExtensionContext::getTestClass).isPresent();
        if (!nested) {
            check(context.getDisplayName());
        }
    }

    /** Throws {@link AssertionError} with every leak of which nobody has heard yet. */
    void check(String testClass) throws InterruptedException {
        List<String> leaks = reported();
        if (!leaks.isEmpty()) {
            throw new AssertionError(testClass + " leaked " + leaks.size() + ": " + String.join("\n\n", leaks));
        }
    }

    private List<String> reported() throws InterruptedException {
        if (recorder.usedSinceLastAsked()) {
            collectGarbage();
            recorder.poll();
        }
        return recorder.drain().stream().filter(NettyLeaks::ours).toList();
    }

    private static boolean ours(String leak) {
        return FOREIGN.stream().noneMatch(leak::contains);
    }

    /** Returns when the collector has handed over the references that it found. */
    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
        System.gc();
        if (queue.remove(COLLECTED_MILLIS) != canary) {
            throw new IllegalStateException("no garbage collection (expected: no -XX:+DisableExplicitGC)");
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == NettyLeaks.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return this;
    }
}
