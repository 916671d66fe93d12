package io.mqttproxy;

import io.mqttproxy.convert.Conversion;
import io.mqttproxy.convert.HaproxyConverter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convert haproxy.cfg}: prints the proxy.yaml for what maps, and what does not with its line. */
@Command(
        name = "convert",
        description = {
            "Print the proxy.yaml for a haproxy.cfg, and on the standard error what could not be carried over,",
            "line by line. Read both, then run check."
        },
        mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "a haproxy.cfg")
    private Path file = Path.of("haproxy.cfg");

    @Spec
    private CommandSpec spec;

    ConvertCommand() {
        spec = CommandSpec.create(); // replaced by picocli before the command is called
    }

    @Override
    public Integer call() {
        try {
            Conversion conversion = new HaproxyConverter().convert(Files.readString(file));
            conversion.notes().forEach(note -> error(":" + note));
            if (conversion.yaml().isEmpty()) {
                error(": nothing to convert (expected: a frontend in mode tcp with a bind and a default_backend)");
                return ExitCode.CONFIGURATION;
            }
            spec.commandLine().getOut().print(conversion.yaml());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (NoSuchFileException e) {
            error(": no such file (expected: a haproxy.cfg)");
        } catch (CharacterCodingException e) {
            error(": not UTF-8 (expected: a haproxy.cfg)");
        } catch (IOException e) {
            error(": not readable (expected: a haproxy.cfg)");
        }
        return ExitCode.CONFIGURATION;
    }

    private void error(String message) {
        spec.commandLine().getErr().println(file + message);
    }
}
