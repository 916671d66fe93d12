package io.mqttproxy.perf.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the programs that are installed. Starts them only to ask for their version. */
public final class PeerSearch {

    private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+[^\\s,]*");
    private static final Pattern LIBRARY = Pattern.compile("(OpenSSL|AWS-LC|BoringSSL|wolfSSL) [0-9][^\\s,]*");
    private static final Pattern MODULES = Pattern.compile("--modules-path=(\\S+)");
    private static final Pattern JAVA = Pattern.compile("(?m)^java\\s+(\\S.*)$");
    private static final long ANSWER_SECONDS = 60; // the launcher may build first

    private final List<Path> folders;

    /** @param path folders separated by colons, as in the environment */
    public PeerSearch(String path) {
        this.folders = Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** The program of a kind under its own name; empty when it is not installed, or cannot do what is needed. */
    public Optional<Peer> find(Kind kind) throws IOException, InterruptedException {
        for (Path folder : folders) {
            Path program = folder.resolve(kind.program());
            if (Files.isExecutable(program)) {
                return examine(kind.label(), kind, program);
            }
        }
        return Optional.empty();
    }

    /** A program that is known to be there; empty when it is an nginx without stream module. */
    public Optional<Peer> examine(String name, Kind kind, Path program) throws IOException, InterruptedException {
        String text = answer(program, kind.versionArgument());
        Optional<String> stream = kind == Kind.NGINX ? streamDirective(text) : Optional.of("");
        return stream.map(directive -> new Peer(name, kind, program, version(text), directive));
    }

    /** The number, and the TLS library and the Java where they are named. */
    static String version(String text) {
        List<String> parts = new ArrayList<>();
        Matcher number = VERSION.matcher(text);
        parts.add(number.find() ? number.group() : "of unknown version");
        Matcher library = LIBRARY.matcher(text);
        if (library.find()) {
            parts.add(library.group());
        }
        Matcher java = JAVA.matcher(text);
        if (java.find()) {
            parts.add(java.group(1));
        }
        return String.join(", ", parts);
    }

    /** What loads nginx's stream module with TLS; empty when there is none. */
    static Optional<String> streamDirective(String text) {
        if (!text.contains("--with-stream_ssl_module")) {
            return Optional.empty();
        }
        if (!text.contains("--with-stream=dynamic")) {
            return Optional.of("");
        }
        Matcher modules = MODULES.matcher(text);
        Path module = Path.of(modules.find() ? modules.group(1) : "/usr/lib/nginx/modules", "ngx_stream_module.so");
        return Files.exists(module) ? Optional.of("load_module " + module + ";") : Optional.empty();
    }

    private static String answer(Path program, String argument) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), argument)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return text;
    }
}
