package io.mqttproxy.config;

import io.mqttproxy.config.DiscoveryConfig.Kubernetes;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code discovery.kubernetes}. */
final class KubernetesBinder {
    static final List<String> KEYS = List.of("service", "namespace", "port", "server", "tokenFile", "caFile");

    private static final URI SERVER = URI.create("https://kubernetes.default.svc");
    private static final Path POD = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final int LONGEST = 63;

    /** RFC 1123 labels, which names of services, namespaces and ports are. */
    private static final TextRule LABEL = new TextRule(
            KubernetesBinder::isLabel, "a name of at most " + LONGEST + " lower case letters, digits and -");

    private KubernetesBinder() {}

    static @Nullable Kubernetes bind(Value value) {
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        String service = mapping.require("service", LABEL);
        Value namespaceValue = mapping.get("namespace");
        String namespace = namespaceValue == null ? null : namespaceValue.read(LABEL);
        String port = mapping.read("port", LABEL, ""); // digits are a label, too
        URI server = mapping.read("server", new Server(), SERVER);
        Path token = file(mapping.get("tokenFile"), "token", "a file with a token");
        Path ca = file(mapping.get("caFile"), "ca.crt", FileRefReader.CERTIFICATES);
        return service == null ? null : new Kubernetes(service, namespace, port, server, token, ca);
    }

    /** Those of the pod are not looked for: a configuration may be checked outside of it. */
    private static Path file(@Nullable Value value, String ofPod, String expected) {
        FileRef file = value == null ? null : FileRefReader.existing(value, expected);
        return file == null ? POD.resolve(ofPod) : file.path();
    }

    private static boolean isLabel(String text) {
        return text.length() <= LONGEST
                && !text.startsWith("-")
                && !text.endsWith("-")
                && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    /** The token must not be readable on the way, so it is HTTPS or nothing. */
    private static final class Server implements TextReader<URI> {
        @Override
        public URI read(String text) throws BadValue {
            try {
                URI uri = new URI(text);
                boolean right = "https".equalsIgnoreCase(uri.getScheme())
                        && uri.getHost() != null
                        && uri.getQuery() == null
                        && uri.getFragment() == null
                        && uri.getUserInfo() == null
                        && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
                if (!right) {
                    throw BadValue.plain();
                }
                return uri;
            } catch (URISyntaxException e) {
                throw BadValue.plain();
            }
        }

        @Override
        public String expected() {
            return "a location such as https://kubernetes.default.svc:443";
        }
    }
}
