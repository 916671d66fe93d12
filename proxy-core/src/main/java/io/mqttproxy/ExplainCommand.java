package io.mqttproxy;

import io.mqttproxy.admin.ClientQuery;
import io.mqttproxy.admin.ExplanationReport;
import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.routing.RouteKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code explain --client-id X}: where a client would go and why, by a running proxy or, with {@code -c}, by a file alone.
 */
@Command(
        name = "explain",
        description =
                "Say where a client would go and why: by a running proxy, or by a configuration with all backends up.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

    /** The parameters of {@link ClientQuery} by what the command line calls them. */
    private final Map<String, List<String>> client = new LinkedHashMap<>();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "a proxy.yaml, instead of a running proxy")
    private @Nullable Path config;

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create(); // replaced by picocli before the command is called

    @Option(names = "--client-id", required = true, paramLabel = "TEXT", description = "as the backend will see it")
    void clientId(@Nullable String value) {
        say("clientId", value);
    }

    @Option(names = "--listener", paramLabel = "NAME", description = "where it comes in (default: the first)")
    void listener(@Nullable String value) {
        say("listener", value);
    }

    @Option(names = "--sni", paramLabel = "NAME", description = "the server name that it asks for")
    void sni(@Nullable String value) {
        say("sni", value);
    }

    @Option(names = "--alpn", paramLabel = "NAME", description = "the application protocol of its TLS")
    void alpn(@Nullable String value) {
        say("alpn", value);
    }

    @Option(names = "--username", paramLabel = "TEXT", description = "as the backend will see it")
    void username(@Nullable String value) {
        say("username", value);
    }

    @Option(names = "--identity", paramLabel = "TEXT", description = "what its certificate proves")
    void identity(@Nullable String value) {
        say("identity", value);
    }

    @Option(names = "--issuer", paramLabel = "NAME", description = "who has issued its certificate, as RFC 4514 has it")
    void issuer(@Nullable String value) {
        say("issuer", value);
    }

    @Option(names = "--mqtt-version", paramLabel = "VERSION", description = "3.1, 3.1.1 or 5 (default: 5)")
    void mqttVersion(@Nullable String value) {
        say("mqttVersion", value);
    }

    @Option(names = "--source", paramLabel = "ADDRESS", description = "its IP address (default: 127.0.0.1)")
    void source(@Nullable String value) {
        say("source", value);
    }

    @Option(names = "--keep-alive", paramLabel = "SECONDS", description = "its Keep Alive (default: 60)")
    void keepAlive(@Nullable String value) {
        say("keepAlive", value);
    }

    /** Picocli says null for what was not said. */
    private void say(String name, @Nullable String value) {
        if (value != null) {
            client.put(name, List.of(value));
        }
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            spec.commandLine().getOut().print(config == null ? asked() : computed(config));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (ConfigException e) {
            e.problems().forEach(err::println);
            return ExitCode.CONFIGURATION;
        } catch (AdminClientException e) {
            err.println(e.getMessage());
            return ExitCode.CONFIGURATION;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return ExitCode.USAGE;
        }
    }

    private String asked() throws AdminClientException {
        ClientQuery.parse(client, client.getOrDefault("listener", List.of(""))); // only the proxy knows its listeners
        StringJoiner query = new StringJoiner("&");
        client.forEach((name, values) -> query.add(name + "=" + AdminClient.escaped(values.get(0))));
        return admin.client().get("/api/v1/explain?" + query, admin.mediaType());
    }

    private String computed(Path file) throws ConfigException {
        ProxyConfig loaded = new ConfigLoader(System.getenv()).load(file);
        RouteKey key = ClientQuery.parse(client, List.copyOf(loaded.listeners().keySet()));
        ExplanationReport report = new ExplanationReport(key, ClusterAssembly.explain(loaded, key));
        return admin.wantsJson() ? report.json() : report.text();
    }
}
