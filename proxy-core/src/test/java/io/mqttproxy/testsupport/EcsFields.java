package io.mqttproxy.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.util.NetUtil;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the Elastic Common Schema 8.11 says of the fields that our lines may have, from its table of fields: their names and
 * types; and what the specification of ECS loggers demands of each line.
 */
public final class EcsFields {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private enum Type {
        DATE,
        TEXT,
        LIST,
        LONG,
        BOOLEAN,
        IP
    }

    private static final Map<String, Type> TYPES = Map.ofEntries(
            Map.entry("@timestamp", Type.DATE),
            Map.entry("message", Type.TEXT),
            Map.entry("log.level", Type.TEXT),
            Map.entry("log.logger", Type.TEXT),
            Map.entry("ecs.version", Type.TEXT),
            Map.entry("service.name", Type.TEXT),
            Map.entry("process.thread.name", Type.TEXT),
            Map.entry("error.type", Type.TEXT),
            Map.entry("error.message", Type.TEXT),
            Map.entry("error.stack_trace", Type.TEXT),
            Map.entry("event.dataset", Type.TEXT),
            Map.entry("event.category", Type.LIST),
            Map.entry("event.type", Type.LIST),
            Map.entry("event.action", Type.TEXT),
            Map.entry("event.outcome", Type.TEXT),
            Map.entry("event.reason", Type.TEXT),
            Map.entry("event.start", Type.DATE),
            Map.entry("event.duration", Type.LONG),
            Map.entry("client.address", Type.TEXT),
            Map.entry("client.ip", Type.IP),
            Map.entry("client.port", Type.LONG),
            Map.entry("client.bytes", Type.LONG),
            Map.entry("source.address", Type.TEXT),
            Map.entry("source.ip", Type.IP),
            Map.entry("source.port", Type.LONG),
            Map.entry("server.address", Type.TEXT),
            Map.entry("server.port", Type.LONG),
            Map.entry("server.bytes", Type.LONG),
            Map.entry("network.protocol", Type.TEXT),
            Map.entry("tls.version", Type.TEXT),
            Map.entry("tls.cipher", Type.TEXT),
            Map.entry("tls.resumed", Type.BOOLEAN),
            Map.entry("tls.client.server_name", Type.TEXT),
            Map.entry("tls.client.subject", Type.TEXT),
            Map.entry("tls.client.hash.sha256", Type.TEXT),
            Map.entry("trace.id", Type.TEXT),
            Map.entry("user.name", Type.TEXT));

    /** Those that the schema allows for the category {@code network}. */
    private static final Set<String> EVENT_TYPES =
            Set.of("access", "allowed", "connection", "denied", "end", "info", "protocol", "start");

    private EcsFields() {}

    /** Reads a line and makes sure that it is what whoever knows the schema expects. */
    public static JsonNode read(String line) {
        JsonNode object;
        try {
            object = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
        List<String> names = names(object);
        assertThat(names).startsWith("@timestamp", "log.level", "message").contains("ecs.version");
        names.forEach(name -> check(name, object.get(name)));
        if (object.has("event.type")) {
            assertThat(object.get("event.category")).hasToString("[\"network\"]");
            object.get("event.type").forEach(type -> assertThat(EVENT_TYPES).contains(type.textValue()));
            assertThat(object.get("event.outcome").textValue()).isIn("success", "failure");
        }
        return object;
    }

    /** The names in their order. */
    public static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void check(String name, JsonNode value) {
        if (name.startsWith("mqttproxy.")) {
            assertThat(name).matches("mqttproxy\\.[a-z_]+");
            assertThat(value.isValueNode()).as(name).isTrue();
            return;
        }
        assertThat(TYPES).as("the schema").containsKey(name);
        Type type = Objects.requireNonNull(TYPES.get(name));
        assertThat(isOf(type, value)).as("%s: %s is a %s", name, value, type).isTrue();
    }

    private static boolean isOf(Type type, JsonNode value) {
        return switch (type) {
            case TEXT -> value.isTextual();
            case DATE -> value.isTextual() && Instant.parse(value.textValue()).isAfter(Instant.EPOCH);
            case LONG -> value.isIntegralNumber() && value.canConvertToLong();
            case BOOLEAN -> value.isBoolean();
            case LIST -> value.isArray();
            case IP -> NetUtil.createByteArrayFromIpAddressString(value.textValue()) != null;
        };
    }
}
