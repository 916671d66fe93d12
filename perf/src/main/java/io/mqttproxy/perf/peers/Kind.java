package io.mqttproxy.perf.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The programs that can be compared, and how each is called. All stay in the foreground. */
public enum Kind {
    /** This project's launcher. */
    PROXY("mqtt-proxy", "proxy.yaml", "--version", "run -c " + Kind.FILE),
    /** HAProxy, 2.2 or newer, with OpenSSL or AWS-LC. */
    HAPROXY("haproxy", "haproxy.cfg", "-vv", "-db -f " + Kind.FILE),
    /** nginx with its stream module. */
    NGINX("nginx", "nginx.conf", "-V", "-c " + Kind.FILE),
    /** Hitch, 1.7 or newer. */
    HITCH("hitch", "hitch.conf", "--version", "--config=" + Kind.FILE),
    /** stunnel, 5.50 or newer. */
    STUNNEL("stunnel", "stunnel.conf", "-version", Kind.FILE);

    private static final String FILE = "@file@";

    private final String program;
    private final String template;
    private final String versionArgument;
    private final String arguments;

    Kind(String program, String template, String versionArgument, String arguments) {
        this.program = program;
        this.template = template;
        this.versionArgument = versionArgument;
        this.arguments = arguments;
    }

    /** As it is called on the command line and in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of its program. */
    public String program() {
        return program;
    }

    /** The name of its configuration's template. */
    public String template() {
        return template;
    }

    /** The argument that makes it tell its version. */
    String versionArgument() {
        return versionArgument;
    }

    /** Arguments that make it serve. */
    List<String> arguments(Path configuration) {
        return Stream.of(arguments.split(" ", -1))
                .map(argument -> argument.replace(FILE, configuration.toString()))
                .toList();
    }
}
