package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Configured passwords in the form that the JDK's and BouncyCastle's readers want. */
final class Passwords {

    private Passwords() {}

    /**
     * Reads a password.
     *
     * @param file what it opens, for the message
     * @param key its key in the configuration, for the message
     * @return a new array, which the caller wipes
     * @throws ConfigException when it cannot be read; never contains it
     */
    static char[] read(FileRef file, String key, Secret password) throws ConfigException {
        try {
            byte[] bytes = password.read();
            CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
            Arrays.fill(bytes, (byte) 0);
            char[] characters = new char[text.remaining()];
            text.get(characters);
            Arrays.fill(text.array(), '\0');
            return characters;
        } catch (IOException e) {
            throw PemReader.problem(file, key + " cannot be read: " + e.getMessage(), "(expected: a password)");
        }
    }
}
