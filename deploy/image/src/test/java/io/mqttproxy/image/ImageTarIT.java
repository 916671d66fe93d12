package io.mqttproxy.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.Jib;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of the build, taken apart by tar. Without an engine it cannot be started as a container here. */
class ImageTarIT {

    private static final Path IMAGE = Path.of("target/mqtt-tls-proxy-image.tar").toAbsolutePath();
    private static final String DATE = "2026-11-21T00:00:00Z";

    @TempDir
    private Path folder;

    @Test
    void saysHowItWantsToBeRun() throws Exception {
        JsonNode config = config(IMAGE).get("config");

        assertThat(config.get("User").asText()).isEqualTo("10001:10001");
        assertThat(config.get("Entrypoint").toString()).isEqualTo("[\"/opt/mqtt-proxy/bin/mqtt-proxy\"]");
        assertThat(config.get("Cmd").toString()).isEqualTo("[\"run\",\"-c\",\"/etc/mqtt-proxy/proxy.yaml\"]");
        assertThat(config.get("ExposedPorts").toString()).contains("8883/tcp", "9090/tcp");
        assertThat(config.get("Labels").toString())
                .contains("\"org.opencontainers.image.title\":\"mqtt-tls-proxy\"", "image.version", "Apache-2.0");
        assertThat(config(IMAGE).get("created").asText()).isEqualTo(DATE);
    }

    @Test
    void hasALayerForEachPaceOfChange() throws Exception {
        List<Path> layers = layers(IMAGE);

        assertThat(layers).hasSize(3);
        assertThat(run("tar -tzf " + layers.get(0)))
                .contains("runtime/bin/java")
                .doesNotContain("/lib/netty");
        assertThat(run("tar -tzf " + layers.get(1)))
                .contains("lib/netty-buffer")
                .doesNotContain("lib/proxy-core");
        assertThat(run("tar -tzf " + layers.get(2)))
                .contains("lib/proxy-core", "bin/mqtt-proxy", "bin/healthcheck", "sbom.cdx.json");
    }

    @Test
    void itsUserCanChangeNothingInIt() throws Exception {
        for (Path layer : layers(IMAGE)) {
            assertThat(run("tar -tvzf " + layer + " --numeric-owner --warning=no-unknown-keyword")
                            .lines())
                    .isNotEmpty()
                    .allMatch(line -> line.matches("[d-]rw[x-]r-[x-]r-[x-] 0/0 .*"));
        }
    }

    @Test
    void theProgramInItsLayersRunsWithTheJavaInThem() throws Exception {
        for (Path layer : layers(IMAGE)) {
            run("mkdir -p root && tar -xzf " + layer + " -C root");
        }

        assertThat(run("env -u MQTT_PROXY_JAVA root/opt/mqtt-proxy/bin/mqtt-proxy version"))
                .contains("BoringSSL", "epoll");
        assertThat(run("cat root/opt/mqtt-proxy/sbom.cdx.json")).contains("CycloneDX");
    }

    @Test
    void isTheSameWhenMadeAgain() throws Exception {
        // given a tree, and the same one with other dates
        tree("one");
        run("cp -R one two && find two -exec touch -d 2001-02-03 {} +");

        // when
        Path first = image("one", "scratch");
        Path second = image("two", "scratch");

        // then
        assertThat(first).hasSameBinaryContentAs(second);
    }

    @Test
    void liesOnTopOfTheBaseThatItIsGiven() throws Exception {
        // given an image of somebody else
        tree("base");
        Path base = image("base", "scratch");
        tree("one");

        // when
        Path image = image("one", Jib.TAR_IMAGE_PREFIX + base);

        // then
        List<String> below = diffs(base);
        assertThat(diffs(image)).hasSize(2 * below.size()).startsWith(below.toArray(new String[0]));
    }

    private void tree(String name) throws Exception {
        run("mkdir -p " + name + "/bin " + name + "/lib " + name + "/runtime/bin && cd " + name
                + " && echo " + name + " >runtime/bin/java && echo jar >lib/netty.jar && echo jar >lib/proxy-core.jar"
                + " && echo sh >bin/mqtt-proxy && chmod 755 bin/mqtt-proxy && echo check >healthcheck");
    }

    private Path image(String tree, String base) throws Exception {
        Path out = Files.createDirectories(folder.resolve(tree + "-out")).resolve("image.tar");
        ImageTar.main(
                folder.resolve(tree).toString(),
                folder.resolve(tree + "/healthcheck").toString(),
                base,
                "1",
                DATE,
                out.toString());
        return out;
    }

    private List<String> diffs(Path image) throws Exception {
        List<String> digests = new ArrayList<>();
        config(image).get("rootfs").get("diff_ids").forEach(digest -> digests.add(digest.asText()));
        return digests;
    }

    private JsonNode config(Path image) throws Exception {
        return new ObjectMapper()
                .readTree(run("tar -xOf " + image + " "
                        + manifest(image).get("Config").asText()));
    }

    /** From the lowest to the highest, unpacked from the image. */
    private List<Path> layers(Path image) throws Exception {
        List<Path> layers = new ArrayList<>();
        for (JsonNode layer : manifest(image).get("Layers")) {
            run("tar -xf " + image + " " + layer.asText());
            layers.add(folder.resolve(layer.asText()));
        }
        return layers;
    }

    private JsonNode manifest(Path image) throws Exception {
        return new ObjectMapper()
                .readTree(run("tar -xOf " + image + " manifest.json"))
                .get(0);
    }

    private String run(String line) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "log", ".txt");
        Process process = new ProcessBuilder("sh", "-c", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0).as("%s%n%s", line, output).isTrue();
        return output;
    }
}
