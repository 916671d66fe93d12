package io.mqttproxy.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sections {@code admin}, {@code shutdown}, {@code transport}, {@code startup}, {@code reload}, {@code metrics} and
 * {@code bans}.
 */
final class OperationsBinder {
    static final List<String> ADMIN_KEYS = List.of("bind", "token", "hosts", "tls", "bundleDir");
    static final List<String> SHUTDOWN_KEYS = List.of("readinessGrace", "pace", "deadline");
    static final List<String> TRANSPORT_KEYS = List.of("type", "eventLoops");
    static final List<String> STARTUP_KEYS = List.of("warmUp", "upgradeSocket");
    static final List<String> RELOAD_KEYS = List.of("certificates", "config");

    static final List<String> METRICS_KEYS = List.of("packets", "exemplars");
    static final List<String> BANS_KEYS = List.of("file");

    private static final DurationReader WAIT = new DurationReader(Duration.ZERO, Duration.ofHours(24));
    private static final DurationReader LOOK = new DurationReader(Duration.ofMillis(100), Duration.ofHours(24));
    private static final DurationReader WARM_UP = new DurationReader(Duration.ofMillis(100), Duration.ofMinutes(1));
    private static final IntegerReader EVENT_LOOPS = new IntegerReader(0, 1024);

    private OperationsBinder() {}

    /** The key alone: whatever else is read of the section may name a bundle that lies in this folder. */
    static @Nullable FileRef bundleDir(@Nullable Value admin) {
        if (admin == null) {
            return null;
        }
        for (Value value : admin.keys()) {
            if (value.name().equals("bundleDir")) {
                return FileRefReader.read(
                        value, FileRefReader.Use.FOLDER, "a folder that is there, in which the proxy may write");
            }
        }
        return null;
    }

    static @Nullable AdminConfig admin(@Nullable Value value, @Nullable FileRef bundleDir, Bundles bundles) {
        Mapping mapping = value == null ? null : value.mapping(ADMIN_KEYS);
        if (mapping == null) {
            return null;
        }
        BindAddress bind = ListenerBinder.bindAddress(mapping);
        Value token = mapping.get("token");
        Secret secret = token == null ? null : SecretBinder.bind(token);
        List<String> hosts = TlsWords.read(mapping.get("hosts"), new ServerNameReader(), List.of(), "host name");
        Value tls = mapping.get("tls");
        AdminTlsConfig security = tls == null ? null : AdminTlsBinder.bind(tls, bundles);
        return bind == null ? null : new AdminConfig(bind, secret, Set.copyOf(hosts), security, bundleDir);
    }

    static ShutdownConfig shutdown(@Nullable Value value) {
        ShutdownConfig defaults = ShutdownConfig.DEFAULTS;
        Mapping mapping = value == null ? null : value.mapping(SHUTDOWN_KEYS);
        if (mapping == null) {
            return defaults;
        }
        return new ShutdownConfig(
                mapping.read("readinessGrace", WAIT, defaults.readinessGrace()),
                mapping.read("pace", new RateReader(), defaults.pace()),
                mapping.read("deadline", WAIT, defaults.deadline()));
    }

    static TransportConfig transport(@Nullable Value value) {
        TransportConfig defaults = TransportConfig.DEFAULTS;
        Mapping mapping = value == null ? null : value.mapping(TRANSPORT_KEYS);
        if (mapping == null) {
            return defaults;
        }
        Choice<TransportConfig.Type> types = Choice.of(TransportConfig.Type.values(), TransportConfig.Type::configName);
        return new TransportConfig(
                mapping.read("type", types, defaults.type()),
                mapping.read("eventLoops", EVENT_LOOPS, defaults.eventLoops()));
    }

    static StartupConfig startup(@Nullable Value value) {
        StartupConfig defaults = StartupConfig.DEFAULTS;
        Mapping mapping = value == null ? null : value.mapping(STARTUP_KEYS);
        if (mapping == null) {
            return defaults;
        }
        Optional<Duration> warmUp = Optional.ofNullable(defaults.warmUp());
        Value socket = mapping.get("upgradeSocket");
        return new StartupConfig(
                mapping.read("warmUp", new OrOffReader<>(WARM_UP), warmUp).orElse(null),
                socket == null ? null : socket.read(new UnixSocketReader(socket.reading(), socket.source())));
    }

    static MetricsConfig metrics(@Nullable Value value) {
        MetricsConfig defaults = MetricsConfig.DEFAULTS;
        Mapping mapping = value == null ? null : value.mapping(METRICS_KEYS);
        return mapping == null
                ? defaults
                : new MetricsConfig(
                        mapping.read("packets", new BooleanReader(), defaults.packets()),
                        mapping.read("exemplars", new BooleanReader(), defaults.exemplars()));
    }

    static BansConfig bans(@Nullable Value value) {
        Mapping mapping = value == null ? null : value.mapping(BANS_KEYS);
        Value file = mapping == null ? null : mapping.get("file");
        return file == null
                ? BansConfig.DEFAULTS
                : new BansConfig(FileRefReader.read(
                        file, FileRefReader.Use.REPLACED, "a file in a folder that the proxy may write to"));
    }

    static ReloadConfig reload(@Nullable Value value) {
        ReloadConfig defaults = ReloadConfig.DEFAULTS;
        Mapping mapping = value == null ? null : value.mapping(RELOAD_KEYS);
        if (mapping == null) {
            return defaults;
        }
        Optional<Duration> certificates = Optional.ofNullable(defaults.certificates());
        Optional<Duration> config = Optional.ofNullable(defaults.config());
        return new ReloadConfig(
                mapping.read("certificates", new OrOffReader<>(LOOK), certificates)
                        .orElse(null),
                mapping.read("config", new OrOffReader<>(LOOK), config).orElse(null));
    }
}
