package io.mqttproxy.relay;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Some of the connections that were found, in the order in which they were accepted.
 *
 * @param sessions no more than were asked for
 * @param next behind which the following ones come; null when these are the last
 */
public record SessionPage(
        List<SessionView> sessions, @Nullable String next) {

    /** Ids of a process differ in the number at their end, which has no leading zeros. */
    private static final Comparator<String> BY_ID =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    /** Keeps the first ones of those that are offered, in any order. Safe for all threads. */
    static final class Collector {

        private final SessionFilter filter;
        private final String after;
        private final int limit;
        private final TreeMap<String, SessionView> first = new TreeMap<>(BY_ID);
        private boolean more;

        /**
         * @param after only those with a larger id; empty = all
         * @param limit how many to keep
         */
        Collector(SessionFilter filter, String after, int limit) {
            this.filter = filter;
            this.after = after;
            this.limit = limit;
        }

        /** On the event loop of the connection. */
        void offer(Session session) {
            if (BY_ID.compare(session.id(), after) > 0 && filter.matches(session)) {
                keep(session);
            }
        }

        /** A view is made only of those that are kept: with many connections that is a small part. */
        private synchronized void keep(Session session) {
            if (first.size() < limit) {
                first.put(session.id(), SessionView.of(session));
                return;
            }
            more = true;
            if (BY_ID.compare(session.id(), first.lastKey()) < 0) {
                first.pollLastEntry();
                first.put(session.id(), SessionView.of(session));
            }
        }

        synchronized SessionPage page() {
            return new SessionPage(List.copyOf(first.values()), more ? first.lastKey() : null);
        }
    }
}
