package io.mqttproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of what is packed, as it lies in the packages. */
class SbomIT {

    @TempDir
    private Path folder;

    private Shell shell;
    private String text = "";

    @BeforeEach
    void unpack() throws Exception {
        shell = Shell.in(folder);
        shell.run("tar -xzf '" + Packages.tarball() + "' --strip-components=1");
        text = Files.readString(folder.resolve("sbom.cdx.json"));
    }

    @Test
    void itsSchemaHasNothingToComplainAbout() throws Exception {
        JsonParser judge = new JsonParser();

        assertThat(judge.validate(text, Version.VERSION_16)).isEmpty();
        assertThat(judge.validate(text.replace("\"bomFormat\"", "\"format\""), Version.VERSION_16))
                .isNotEmpty();
    }

    @Test
    void namesEveryJarAndNothingElse() throws Exception {
        // given
        Bom bom = new JsonParser().parse(text.getBytes(StandardCharsets.UTF_8));
        List<String> jars =
                shell.run("ls lib/*.jar | xargs -n1 basename").lines().toList();

        // then
        assertThat(bom.getComponents().stream().map(SbomIT::jar)).containsExactlyInAnyOrderElementsOf(jars);
        assertThat(bom.getMetadata().getComponent().getPurl()).contains("/mqtt-tls-proxy-dist@");
    }

    @Test
    void tellsTheLicenceOfEachWithItsChecksum() throws Exception {
        Bom bom = new JsonParser().parse(text.getBytes(StandardCharsets.UTF_8));

        assertThat(bom.getComponents()).allSatisfy(component -> {
            assertThat(component.getLicenses()).as(component.getPurl()).isNotNull();
            assertThat(component.getHashes()).as(component.getPurl()).isNotEmpty();
        });
    }

    @Test
    void holdsNothingThatChangesFromBuildToBuild() {
        assertThat(text)
                .contains("\"cdx:reproducible\"", "\"enabled\"")
                .doesNotContain("\"timestamp\"", System.getProperty("user.home"));
    }

    @Test
    void liesInTheDebianPackageToo() {
        shell.run("dpkg-deb -x '" + Packages.deb() + "' root");

        assertThat(folder.resolve("root/usr/share/doc/mqtt-proxy/sbom.cdx.json"))
                .content()
                .isEqualTo(text);
    }

    /** Maven's name of the file. */
    private static String jar(Component component) {
        try {
            Map<String, String> qualifiers =
                    Objects.requireNonNullElse(new PackageURL(component.getPurl()).getQualifiers(), Map.of());
            String classifier = qualifiers.containsKey("classifier") ? "-" + qualifiers.get("classifier") : "";
            return component.getName() + "-" + component.getVersion() + classifier + ".jar";
        } catch (MalformedPackageURLException e) {
            throw new AssertionError(component.getPurl(), e);
        }
    }
}
