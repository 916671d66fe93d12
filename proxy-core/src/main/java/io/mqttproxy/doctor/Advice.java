package io.mqttproxy.doctor;

import java.util.Locale;

/**
 * One line of the doctor's.
 *
 * @param level how bad it is
 * @param subject what was looked at, such as {@code open files}
 * @param text what was found and, unless it is fine, what to do
 */
public record Advice(Level level, String subject, String text) {

    /** How bad something is. */
    public enum Level {
        /** Nothing to do. */
        OK,
        /** It works, but not for as many clients, or not for as long, as the configuration says. */
        WARN,
        /** It does not work, or breaks before the limits of the configuration are reached. */
        FAIL;

        /** The word that operators see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Nothing to do. */
    public static Advice ok(String subject, String text) {
        return new Advice(Level.OK, subject, text);
    }

    /** Something to improve. */
    public static Advice warn(String subject, String text) {
        return new Advice(Level.WARN, subject, text);
    }

    /** Something that breaks. */
    public static Advice fail(String subject, String text) {
        return new Advice(Level.FAIL, subject, text);
    }

    /** {@code warn  open files: …}, with the words of all levels equally wide. */
    @Override
    public String toString() {
        return String.format("%-4s  %s: %s", level.word(), subject, text);
    }
}
