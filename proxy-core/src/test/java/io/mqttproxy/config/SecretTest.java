package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    private static final String CANARY = "c4n4ry";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "secret, secret",
        "'secret\n', secret",
        "'secret\r\n', secret",
        "'a\n\n', 'a\n'",
        "' a ', ' a '",
        "'a\r', 'a\r'"
    })
    void cutsOneLineEndBehindTheSecretInAFile(String content, String secret) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), content);

        assertThat(fromFile(file).read()).asString(StandardCharsets.UTF_8).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void refusesAFileWithoutASecret(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), content);

        assertThatIOException()
                .isThrownBy(() -> fromFile(file).read())
                .withMessage("secret: empty (expected: a secret of 1 to 65535 bytes)");
    }

    @Test
    void refusesAFileThatIsNoSecret() throws Exception {
        Path file = Files.write(folder.resolve("secret"), new byte[65_537]);

        assertThatIOException()
                .isThrownBy(() -> fromFile(file).read())
                .withMessage("secret: larger than 65535 bytes (expected: a secret of 1 to 65535 bytes)");
    }

    @Test
    void readsSecretsFromAllPlaces() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "from-file\n");
        ProxyConfig config = new ConfigLoader(Map.of("KEY", "from-environment"), new PretendedFiles())
                .parse("""
                        certificates:
                          a: {certFile: a.pem, keyFile: a.key, keyPassword: {env: KEY}}
                          b: {certFile: a.pem, keyFile: a.key, keyPassword: 0755}
                          c: {certFile: a.pem, keyFile: a.key, keyPassword: "x${KEY}$${y}"}
                        listeners:
                          a: {bind: 127.0.0.1:1, connect: {password: {file: password}}}
                          b: {bind: 127.0.0.1:2, connect: {password: literal}}
                          c: {bind: 127.0.0.1:3, connect: {password: "${mqtt.clientId}-${env.KEY}"}}
                          d: {bind: 127.0.0.1:4, connect: {password: keep}}
                        clusters: {brokers: {backends: [127.0.0.1:1883]}}
                        """.getBytes(StandardCharsets.UTF_8), password.resolveSibling("proxy.yaml"));

        assertThat(keyPassword(config, "a")).isEqualTo("from-environment");
        assertThat(keyPassword(config, "b")).isEqualTo("0755");
        assertThat(keyPassword(config, "c")).isEqualTo("xfrom-environment${y}");
        assertThat(fixedPassword(config, "a")).isEqualTo("from-file");
        assertThat(fixedPassword(config, "b")).isEqualTo("literal");
        assertThat(password(config, "c")).isInstanceOfSatisfying(PasswordSource.Rendered.class, rendered -> assertThat(
                        rendered.template().names())
                .containsExactly("mqtt.clientId"));
        assertThat(password(config, "d")).isEqualTo(new PasswordSource.Keep());
    }

    @Test
    void noTextOfAConfigurationContainsASecret() throws Exception {
        ProxyConfig config = new ConfigLoader(Map.of("CANARY", CANARY), new PretendedFiles())
                .parse("""
                        certificates:
                          a: {certFile: a.pem, keyFile: a.key, keyPassword: c4n4ry}
                          b: {certFile: a.pem, keyFile: a.key, keyPassword: {env: CANARY}}
                          c: {certFile: a.pem, keyFile: a.key, keyPassword: "${CANARY}"}
                        listeners:
                          a: {bind: 127.0.0.1:1, connect: {password: c4n4ry}}
                          b: {bind: 127.0.0.1:2, connect: {password: "c4n4ry-${mqtt.clientId}"}}
                          c: {bind: 127.0.0.1:3, connect: {password: {env: CANARY}}}
                        clusters: {brokers: {backends: [127.0.0.1:1883]}}
                        """.getBytes(StandardCharsets.UTF_8), Path.of("proxy.yaml"));

        assertThat(config.toString()).doesNotContain(CANARY).contains(Secret.HIDDEN);
        assertThat(listener(config, "b").connect().toString()).doesNotContain(CANARY);
        assertThat(password(config, "a").toString()).isEqualTo(Secret.HIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"c4n4ry${\"",
                "\"${c4n4ry}\"",
                "\"${c4n4ry.x}\"",
                "\"c4n4ry${mqtt.clientid}\"",
                "[c4n4ry]",
                "{file: a, env: c4n4ry",
                "{value: c4n4ry}",
                "*c4n4ry",
                "!c4n4ry x",
                "!c4n4ry!x y",
                "!!int c4n4ry",
                "@c4n4ry",
                "%c4n4ry",
                "\"c4n4ry",
                "'c4n4ry' c4n4ry",
                "c4n4ry: c4n4ry",
                "\"c4n4ry\\q\"",
                "c4n4ry\n\tc4n4ry: x",
                "|\n c4n4ry\nc4n4ry",
            })
    void noMessageContainsASecret(String secret) {
        String yaml = Loaded.MINIMAL.replace("    bind", "    connect:\n      password: " + secret + "\n    bind");

        assertThat(Loaded.problems(yaml)).isNotEmpty().noneMatch(problem -> problem.contains(CANARY));
    }

    private Secret fromFile(Path file) {
        return new Secret.FromFile(new FileRef(file, "secret", new Source("proxy.yaml", 1, 1, "")));
    }

    private static String keyPassword(ProxyConfig config, String bundle) throws Exception {
        KeySource.Pem files = (KeySource.Pem)
                Objects.requireNonNull(config.certificates().get(bundle)).keys();
        return new String(Objects.requireNonNull(files.keyPassword()).read(), StandardCharsets.UTF_8);
    }

    private static String fixedPassword(ProxyConfig config, String listener) throws Exception {
        Secret secret = ((PasswordSource.Fixed) password(config, listener)).secret();
        return new String(secret.read(), StandardCharsets.UTF_8);
    }

    private static PasswordSource password(ProxyConfig config, String listener) {
        return Objects.requireNonNull(listener(config, listener).connect().password());
    }

    private static ListenerConfig listener(ProxyConfig config, String name) {
        return Objects.requireNonNull(config.listeners().get(name));
    }
}
