package io.mqttproxy.testsupport;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps what Netty's leak detectors report, of buffers and of every other counted resource. Thread-safe.
 *
 * <p>Netty asks the factory once for each kind of resource, when its class is loaded, so this has to be installed before
 * the first buffer of the process.
 */
final class LeakRecorder extends ResourceLeakDetectorFactory {

    private final List<Detector<?>> detectors = new CopyOnWriteArrayList<>();
    private final List<String> leaks = new ArrayList<>();
    private final AtomicBoolean tracked = new AtomicBoolean();

    @Override
    @SuppressWarnings("deprecation") // the abstract one of three, with a parameter that Netty no longer uses
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
            Class<T> resource, int samplingInterval, long maxActive) {
        Detector<T> detector = new Detector<>(resource, samplingInterval);
        detectors.add(detector);
        return detector;
    }

    /** Whether anything was tracked since the last call; if not, nothing can have leaked since. */
    boolean usedSinceLastAsked() {
        return tracked.getAndSet(false);
    }

    /** Lets every detector report what the garbage collector has found; by itself it does so when next asked to track. */
    void poll() {
        detectors.forEach(Detector::poll);
    }

    /** The reports since the last call, each with the places that touched the resource. */
    synchronized List<String> drain() {
        List<String> all = List.copyOf(leaks);
        leaks.clear();
        return all;
    }

    private synchronized void add(String report) {
        leaks.add(report);
    }

    private final class Detector<T> extends ResourceLeakDetector<T> {

        Detector(Class<T> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        public ResourceLeakTracker<T> track(T resource) {
            tracked.set(true);
            return super.track(resource);
        }

        @Override
        public ResourceLeakTracker<T> trackForcibly(T resource) {
            tracked.set(true);
            return super.trackForcibly(resource);
        }

        @SuppressWarnings("unchecked") // the detector never uses what it tracks
        void poll() {
            T nothing = (T) new Object();
            ResourceLeakTracker<T> tracker = super.trackForcibly(nothing);
            if (tracker != null) {
                tracker.close(nothing);
            }
        }

        /** Asked before each report; the default looks at the log level. */
        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            add(resourceType + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            add(resourceType + " (run with -Dio.netty.leakDetection.level=paranoid to see where)");
        }
    }
}
