package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The description of the API, held against the endpoints that there are. */
class OpenApiTest {

    private final AdminApi api = new AdminApi(
                    (accept, out) -> "",
                    List::of,
                    new TestOperators.NothingRevoked(),
                    new TestClusters(),
                    AdminToken.none())
            .with(TestOperators.views())
            .with(new TestOperators.QuietLog(), (field, text) -> null)
            .with(new TestOperators.SameConfiguration());

    @Test
    void aStreamTakesNoHead() {
        assertThat(api.methods("/api/v1/events")).isEqualTo("GET");
        assertThat(api.methods("/api/v1/bans")).isEqualTo("GET, HEAD, POST, DELETE");
    }

    @Test
    void describesEveryEndpointAndNoOther() {
        assertThat(described()).isEqualTo(offered());
    }

    @Test
    void refersToNothingThatIsNotThere() {
        String text = Resource.text("openapi.json");
        Map<?, ?> schemas = map(map(document().get("components")).get("schemas"));

        List<String> references = Pattern.compile("#/components/schemas/(\\w+)")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();

        assertThat(references).isNotEmpty().allSatisfy(name -> assertThat(schemas.containsKey(name))
                .as(name)
                .isTrue());
    }

    /** As the list for people has them, and the stream. */
    private Set<String> offered() {
        Set<String> endpoints = new TreeSet<>(Set.of("GET /api/v1/events"));
        String list = Objects.requireNonNull(api.read("/"))
                .apply(new AdminApi.Request("text/plain", Map.of(), "", ""))
                .toCompletableFuture()
                .join()
                .body();
        Pattern.compile("(\\w+) +(/\\S*)")
                .matcher(list)
                .results()
                .map((MatchResult line) -> line.group(1) + " " + line.group(2))
                .forEach(endpoints::add);
        return endpoints;
    }

    private static Set<String> described() {
        Set<String> endpoints = new TreeSet<>();
        map(document().get("paths")).forEach((path, operations) -> map(operations)
                .keySet()
                .forEach(method -> endpoints.add(method.toString().toUpperCase(Locale.ROOT) + " " + path)));
        return endpoints;
    }

    private static Map<?, ?> document() {
        return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Resource.text("openapi.json")));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<?, ?>) Objects.requireNonNull(value);
    }
}
