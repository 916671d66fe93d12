package io.mqttproxy.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A source tree of empty files with the real launcher in it, a Maven that copies files and a Java that tells its flags. */
final class LauncherHouse {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String MAVEN = """
            #!/bin/sh
            case "$*" in *" -v") echo "Apache Maven ${FAKE_MAVEN:-3.9.9}"; exit ;; esac
            echo x >>builds
            echo "[INFO] chatter"
            if [ "${FAKE_BUILD:-}" = fails ]; then echo "[ERROR] this does not compile"; exit 1; fi
            for module in proxy-core deploy/quickstart; do
                mkdir -p $module/target/dependency $module/target/maven-archiver
                echo version=1 >$module/target/maven-archiver/pom.properties
                touch $module/target/$(basename $module)-1.jar $module/target/dependency/netty.jar
            done
            touch deploy/quickstart/target/dependency/hivemq.jar
            """;
    /** Writes the class archive that it is asked for, so that the next start may use it. */
    private static final String JAVA = """
            #!/bin/sh
            for flag in "$@"; do
                case $flag in -XX:ArchiveClassesAtExit=*|-XX:AOTCacheOutput=*) echo archive >"${flag#*=}" ;; esac
            done
            echo "java VERSION $*"
            """;

    private final Path folder;
    private final Map<String, String> environment;
    private int exitCode = -1;

    private LauncherHouse(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    static LauncherHouse in(Path folder) throws IOException {
        LauncherHouse house = new LauncherHouse(folder, new HashMap<>());
        Files.createDirectories(house.source().getParent());
        Files.createDirectories(folder.resolve("deploy/quickstart/src/main"));
        Files.writeString(house.source(), "");
        Files.copy(Path.of("..", "..", "mqtt-proxy"), house.script());
        program(house.maven(), MAVEN);
        Path java = house.java("17.0.1");
        house.environment.put("PATH", house.maven().getParent() + ":/usr/bin:/bin");
        house.environment.put("JAVA_HOME", java.toString());
        house.environment.put("MQTT_PROXY_JAVA", java.resolve("bin/java").toString());
        return house;
    }

    /** The home of a Java of this version, which is made when it is first asked for. */
    Path java(String version) throws IOException {
        Path home = folder.resolve("java-" + version);
        if (Files.notExists(home)) {
            Files.createDirectories(home.resolve("bin"));
            Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
            program(home.resolve("bin/java"), JAVA.replace("VERSION", version));
            program(home.resolve("bin/javac"), "#!/bin/sh\n");
        }
        return home;
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The same house with more in its environment. */
    LauncherHouse with(Map<String, String> more) {
        environment.putAll(more);
        return this;
    }

    Path script() {
        return folder.resolve("mqtt-proxy");
    }

    Path source() {
        return folder.resolve("proxy-core/src/main/Main.java");
    }

    Path maven() {
        return folder.resolve("programs/mvn");
    }

    /** How often Maven was asked to build. */
    int builds() throws IOException {
        return Files.readAllLines(folder.resolve("builds")).size();
    }

    List<String> run(String... arguments) {
        return runScript(script(), arguments);
    }

    /** Runs the launcher and returns what Java was started with in the end. */
    String started(String... arguments) {
        List<String> output = run(arguments);
        return output.get(output.size() - 1);
    }

    /** Runs the launcher to its end and returns what it and the program it became wrote. */
    List<String> runScript(Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        try (ShellCommand running = ShellCommand.start(environment, command.toArray(new String[0]))) {
            List<String> output = running.allLines(LIMIT);
            exitCode = running.exitCode(LIMIT);
            return output;
        }
    }

    /** Of the last run. */
    int exitCode() {
        return exitCode;
    }
}
