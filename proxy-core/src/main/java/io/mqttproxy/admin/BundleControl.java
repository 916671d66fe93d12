package io.mqttproxy.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replacing certificate bundles. */
public interface BundleControl {

    /**
     * A bundle that somebody sends.
     *
     * @param certificate PEM, the certificate first
     * @param key PEM; a secret
     * @param keyPassword a secret; null when the key is not encrypted
     * @param sni server names to serve it for, beside those of the configuration; null = as before
     * @param listeners where; null = as before, or else everywhere
     */
    record Upload(
            String certificate,
            String key,
            @Nullable String keyPassword,
            @Nullable List<String> sni,
            @Nullable List<String> listeners) {

        /** Nothing: keys reach no log. */
        @Override
        public String toString() {
            return "Upload[***]";
        }
    }

    /**
     * What somebody did, or wanted to do.
     *
     * @param id also in the log
     * @param action {@code put} or {@code delete}
     * @param result {@code ok} or {@code refused}
     * @param fingerprint SHA-256 of the new certificate in lower-case hex; null when there is none
     * @param detail why it was refused, on one line; null when it was not
     */
    record Change(
            String id,
            Instant time,
            String bundle,
            String action,
            String result,
            @Nullable String fingerprint,
            @Nullable String detail) {}

    /** What keeps a bundle from being changed. */
    enum Obstacle {
        /** What was sent is wrong, or does not go together with the rest. */
        INVALID,
        /** The proxy has no folder for bundles, or the bundle is not one of the admin port's. */
        NOT_MANAGED,
        /** There is no such bundle. */
        UNKNOWN,
        /** The folder cannot be written. */
        DISK
    }

    /** A change that was refused; everything is as before. */
    final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final Obstacle obstacle;
        private final String id;
        private final transient List<String> problems;

        /**
         * Says why.
         *
         * @param id of the {@link Change}
         * @param problems each with what was expected; at least one
         */
        public RefusedException(Obstacle obstacle, String id, List<String> problems) {
            super(String.join("\n", problems), null, false, false); // strangers may cause it
            this.obstacle = obstacle;
            this.id = id;
            this.problems = List.copyOf(problems);
        }

        Obstacle obstacle() {
            return obstacle;
        }

        String id() {
            return id;
        }

        List<String> problems() {
            return problems;
        }
    }

    /**
     * Has a bundle serve new connections from now on, and after a restart. Blocks: not on an event loop.
     *
     * @param name not checked yet
     */
    Change put(String name, Upload upload) throws RefusedException;

    /**
     * Takes a bundle away that was put; the one of its name in the configuration serves again, if there is one. Blocks: not on
     * an event loop.
     *
     * @param name not checked yet
     */
    Change delete(String name) throws RefusedException;

    /** What was done lately, the latest first; any thread. */
    List<Change> changes();
}
