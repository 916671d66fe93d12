package io.mqttproxy.config;

/**
 * How sockets are driven.
 *
 * @param eventLoops 0 = as many as there are cores
 */
public record TransportConfig(Type type, int eventLoops) {
    /** For a file that says nothing. */
    public static final TransportConfig DEFAULTS = new TransportConfig(Type.AUTO, 0);

    /** The interface to the kernel. */
    public enum Type {
        /** The best one that loads. */
        AUTO("auto"),
        EPOLL("epoll"),
        IO_URING("io_uring"),
        /** The JDK's, which works everywhere. */
        NIO("nio");

        private final String configName;

        Type(String configName) {
            this.configName = configName;
        }

        /** The word in the configuration. */
        public String configName() {
            return configName;
        }
    }
}
