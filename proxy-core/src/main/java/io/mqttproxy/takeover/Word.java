package io.mqttproxy.takeover;

import org.jspecify.annotations.Nullable;

/**
 * What one process says to the other over the Unix socket, one byte each.
 *
 * <p>The successor asks {@link #COUNT}, is told a number, asks {@link #SOCKETS}, and gets that many descriptors. From then on
 * both hold the same open sockets. When it accepts on them itself it says {@link #MINE}; the predecessor stops to accept,
 * gives up the name of the Unix socket and says {@link #YOURS}. A connection that ends before MINE changes nothing. The
 * command line says {@link #START} and is told the process id of a successor.
 *
 * <p>Whatever cannot be done is answered by {@link #NO}, a text in UTF-8, and the end of the connection; but {@link #SOCKETS}
 * by the end alone, because who has said that reads descriptors: the sockets are not those any more that were counted.
 */
enum Word {
    /** How many sockets are there? Answered by {@link #COUNT} and two bytes. */
    COUNT('C'),
    /** Send them. Answered by as many descriptors, or by the end of the connection. */
    SOCKETS('S'),
    /** The successor accepts now. */
    MINE('M'),
    /** The predecessor does not accept any more. */
    YOURS('Y'),
    /** Start a successor. Answered by {@link #START} and a process id of eight bytes. */
    START('U'),
    /** It cannot be done; why follows. */
    NO('N');

    private final byte code;

    Word(char code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    /** The word of a byte; null for one that is none. */
    static @Nullable Word of(byte code) {
        for (Word word : values()) {
            if (word.code == code) {
                return word;
            }
        }
        return null;
    }
}
