package io.mqttproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fenced block of the README or of docs.
 *
 * @param page its file, relative to the top of the source tree
 * @param language the word behind the fence, empty without one
 * @param example what the comment {@code <!-- example: ... -->} ahead of the block says: what system it is for that no test has
 */
record PageBlock(String page, String language, String text, Optional<String> example) {

    static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^(?:<!-- example: ([^\\n]+) -->\\n)?```([a-z]*)\\n(.*?)^```$");

    static List<PageBlock> all() {
        List<PageBlock> blocks = new ArrayList<>();
        try (Stream<Path> top = Files.list(TOP);
                Stream<Path> docs = Files.walk(TOP.resolve("docs"))) {
            Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(file -> TOP.relativize(file).toString())
                    .forEach(page -> blocks.addAll(of(page)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return blocks;
    }

    /** Those of one page, in order. */
    static List<PageBlock> of(String page) {
        try {
            List<PageBlock> blocks = new ArrayList<>();
            Matcher block = BLOCK.matcher(Files.readString(TOP.resolve(page)));
            while (block.find()) {
                blocks.add(new PageBlock(page, block.group(2), block.group(3), Optional.ofNullable(block.group(1))));
            }
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a shell, and not an example. */
    boolean isToBeRun() {
        return language.equals("sh") && example.isEmpty();
    }

    /** Whether every line of it builds the source tree that this test is a part of. */
    boolean isTheBuildItself() {
        return language.equals("sh")
                && text.lines().allMatch(line -> line.matches("mvn .*|\\./mqtt-proxy quickstart .*"));
    }
}
