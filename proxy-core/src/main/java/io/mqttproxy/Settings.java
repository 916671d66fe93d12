package io.mqttproxy;

import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options {@code --config} and {@code --set}, for commands that read a configuration. */
final class Settings {

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the configuration, a proxy.yaml")
    private Path config = Path.of("proxy.yaml");

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            converter = Converter.class,
            description = {
                "a value that counts instead of the file's, such as",
                "listeners.mqtts.bind=127.0.0.1:8883; may be repeated"
            })
    private List<Setting> settings = new ArrayList<>();

    Settings() {}

    /** The file, as it was given. */
    Path config() {
        return config;
    }

    /** Loads configurations with these values in them. */
    ConfigLoader loader() {
        return new ConfigLoader(System.getenv(), settings);
    }

    /** Picocli's own message would repeat the argument, which may hold a secret. */
    static final class Converter implements ITypeConverter<Setting> {
        @Override
        public Setting convert(String text) {
            try {
                return Setting.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
