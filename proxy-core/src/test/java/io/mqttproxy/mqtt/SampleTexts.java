package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBufUtil;
import java.util.SplittableRandom;

/** Text for CONNECT packets, clean and otherwise. */
final class SampleTexts {
    private static final String[] CLEAN = {"a", "Z", "0", "-", "/", " ", "ü", "€", "\uD83D\uDE00", "\uFEFF", "\u202E"};

    /** What is not UTF-8, what MQTT forbids, what it lets receivers refuse, and neighbours of all these. */
    private static final String[] UNCLEAN = {
        "00", // U+0000
        "01", // U+0001, control
        "0A", // U+000A, control
        "1F", // U+001F, control
        "7F", // U+007F, DEL
        "C285", // U+0085, control
        "C2A0", // U+00A0, the first one behind the controls
        "C080", // U+0000 in two bytes
        "C1BF", // U+007F in two bytes
        "E08080", // U+0000 in three bytes
        "F08080AF", // U+002F in four bytes
        "EDA080", // U+D800, surrogate
        "EDBFBF", // U+DFFF, surrogate
        "EDA0BDEDB880", // a surrogate pair, each in three bytes
        "EE8080", // U+E000, the first one behind the surrogates
        "EFB790", // U+FDD0, non-character
        "EFB7AF", // U+FDEF, non-character
        "EFB7BA", // U+FDFA, a letter behind the non-characters
        "EFBFBE", // U+FFFE, non-character
        "EFBFBF", // U+FFFF, non-character
        "F09FBFBE", // U+1FFFE, non-character
        "F48FBFBF", // U+10FFFF, non-character
        "F48FBFBD", // U+10FFFD, the last character
        "F4908080", // above the last character
        "F5808080", // far above it
        "80", // a continuation byte alone
        "E282", // a sequence that breaks off
        "FF", // never in UTF-8
        "2B", // +
        "23", // #
        "24", // $
    };

    private final SplittableRandom random;

    SampleTexts(SplittableRandom random) {
        this.random = random;
    }

    /** Mostly short, sometimes long enough for the lengths around it to cross a border. */
    byte[] clean(int atLeast) {
        int limit = random.nextInt(500) == 0 ? 16_000 : random.nextInt(10) == 0 ? 200 : 12;
        int length = random.nextInt(atLeast, limit);
        if (limit > 200) {
            // Netty reads a will topic above 32,767 bytes as none
            return ConnectParts.bytes(CLEAN[random.nextInt(6)].repeat(length));
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(CLEAN[random.nextInt(random.nextInt(4) == 0 ? CLEAN.length : 6)]);
        }
        return ConnectParts.bytes(text.toString());
    }

    /** The text with one of the unclean pieces put somewhere between its bytes. */
    byte[] unclean(byte[] text) {
        byte[] piece = ByteBufUtil.decodeHexDump(UNCLEAN[random.nextInt(UNCLEAN.length)]);
        int at = random.nextInt(text.length + 1);
        byte[] all = new byte[text.length + piece.length];
        System.arraycopy(text, 0, all, 0, at);
        System.arraycopy(piece, 0, all, at, piece.length);
        System.arraycopy(text, at, all, at + piece.length, text.length - at);
        return all;
    }

    byte[] binary() {
        byte[] bytes = new byte[random.nextInt(random.nextInt(50) == 0 ? 300 : 12)];
        random.nextBytes(bytes);
        return bytes;
    }
}
