package io.mqttproxy.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image as an engine unpacks it: its layers one above the other. Below them lie programs of this machine, in place of the
 * base that an image without one lacks: what the launcher and the health check call, and the C library.
 */
final class RootFolder {

    private static final String PROGRAMS =
            "sh bash sed tr cat id dirname basename readlink head nproc env mkdir setpriv";

    /** Prints the libraries of the machine in what ldd says. */
    static final String LIBRARIES = "sed -nE 's#.*[[:space:]]((/usr)?/lib[^ ]*) \\(0x.*#\\1#p'";

    private final Path root;
    private final JsonNode config;

    private RootFolder(Path root, JsonNode config) {
        this.root = root;
        this.config = config;
    }

    /** Unpacks it into {@code folder/root}. */
    static RootFolder of(Path image, Path folder) throws IOException {
        Lines lines = new Lines(folder);
        JsonNode manifest = new ObjectMapper()
                .readTree(lines.run("tar -xOf " + image + " manifest.json"))
                .get(0);
        Path root = Files.createDirectories(folder.resolve("root"));
        lines.run("cd root && mkdir -p bin dev proc tmp etc/mqtt-proxy" + " && for program in " + PROGRAMS
                + "; do cp -L \"$(command -v $program)\" bin/; done");
        for (JsonNode layer : manifest.get("Layers")) {
            lines.run("tar -xOf " + image + " " + layer.asText() + " | tar -xz -C root");
        }
        lines.run("find root/opt/mqtt-proxy/runtime -name '*.so' | xargs ldd root/bin/* | " + LIBRARIES
                + " | sort -u | while read -r lib; do mkdir -p \"root${lib%/*}\" && cp -nL \"$lib\" \"root$lib\"; done"
                // and what the libraries in the jars want
                + "; libc=$(ldd /bin/sh | " + LIBRARIES
                + " | sed -n 's/libc.so.6$//p') && for lib in m dl rt pthread gcc_s; do"
                + " for file in ${libc}lib$lib.so.[0-9]; do [ ! -e $file ] || cp -nL $file root$libc; done; done");
        String name = manifest.get("Config").asText();
        return new RootFolder(
                root,
                new ObjectMapper()
                        .readTree(lines.run("tar -xOf " + image + " " + name))
                        .get("config"));
    }

    /** Where it is. */
    Path path() {
        return root;
    }

    /** How the image wants to be run, such as {@code User}. */
    JsonNode config(String key) {
        return config.get(key);
    }

    /** The same for what is a list, such as {@code Entrypoint}. */
    List<String> words(String key) {
        List<String> words = new ArrayList<>();
        config.get(key).forEach(word -> words.add(word.asText()));
        return words;
    }

    int user() {
        return Integer.parseInt(config.get("User").asText().split(":", 2)[0]);
    }

    int group() {
        return Integer.parseInt(config.get("User").asText().split(":", 2)[1]);
    }
}
