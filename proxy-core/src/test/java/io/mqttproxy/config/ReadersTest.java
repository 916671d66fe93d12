package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadersTest {
    private static final DurationReader DURATION = new DurationReader(Duration.ZERO, Duration.ofHours(24));
    private static final HostPortReader ADDRESS = new HostPortReader(0, "127.0.0.1:1883");

    @ParameterizedTest
    @CsvSource({
        "0s, 0",
        "10s, 10000",
        "500ms, 500",
        "1m30s, 90000",
        "1h2m3s4ms, 3723004",
        "1.5s, 1500",
        "0.25h, 900000",
        "90m, 5400000"
    })
    void readsDurations(String text, long millis) throws Exception {
        assertThat(DURATION.read(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "10",
                "s",
                "10 s",
                " 10s",
                "10S",
                "10sec",
                "1s1s",
                "30s1m",
                "-1s",
                "+1s",
                "1.s",
                ".5s",
                "1.2.3s",
                "1e3s",
                "01s",
                "1d",
                "25h",
                "99999999999h",
                "١s",
                "1.0001s",
                "1m30"
            })
    void refusesDurations(String text) {
        assertThatExceptionOfType(BadValue.class).as(text).isThrownBy(() -> DURATION.read(text));
    }

    @ParameterizedTest
    @CsvSource({"0s, 0", "1ms, 1", "1m30s, 90000", "24h, 86400000", "1h1ms, 3600001"})
    void writesDurationsInTheFormThatItReads(String text, long millis) {
        assertThat(DurationReader.text(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"64KiB, 65536", "1MiB, 1048576", "512B, 512", "16MiB, 16777216"})
    void readsSizes(String text, int bytes) throws Exception {
        assertThat(new SizeReader(64, 16 << 20).read(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "B", "64", "64k", "64KB", "64kib", "64 KiB", "1.5MiB", "63B", "17MiB", "9999999999MiB", "-1B"
            })
    void refusesSizes(String text) {
        assertThatExceptionOfType(BadValue.class).as(text).isThrownBy(() -> new SizeReader(64, 16 << 20).read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "500", "/s", "500/m", "500 /s", "0/s", "1000001/s", "1.5/s", "500/s "})
    void refusesRates(String text) {
        assertThatExceptionOfType(BadValue.class).as(text).isThrownBy(() -> new RateReader().read(text));
    }

    @Test
    void readsRates() throws Exception {
        assertThat(new RateReader().read("500/s")).isEqualTo(new Rate(500)).hasToString("500/s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "on", "off", "True", "FALSE", "1", "0", "", "y"})
    void refusesEveryOtherWordForABoolean(String text) {
        assertThatExceptionOfType(BadValue.class).as(text).isThrownBy(() -> new BooleanReader().read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "0755",
                "0x10",
                "1_000",
                "1,000",
                "+5",
                "-0",
                "12:30",
                "1e3",
                "1.0",
                "２",
                "11",
                "99999999999"
            })
    void refusesWholeNumbers(String text) {
        assertThatExceptionOfType(BadValue.class).as(text).isThrownBy(() -> new IntegerReader(0, 10).read(text));
    }

    @Test
    void readsWholeNumbersUpToBothEnds() throws Exception {
        assertThat(new IntegerReader(0, 10).read("0")).isZero();
        assertThat(new IntegerReader(0, 10).read("10")).isEqualTo(10);
        assertThat(new IntegerReader(0, Integer.MAX_VALUE).read("2147483647")).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"1, 1.0", "1.5, 1.5", "100, 100.0", "2.005, 2.005"})
    void readsDecimals(String text, double number) throws Exception {
        assertThat(new DecimalReader(1, 100).read(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1.", ".5", "0.999", "100.001", "1,5", "1.2.3", "NaN", "1.2345", "1.-5", "01.5"})
    void refusesDecimals(String text) {
        assertThatExceptionOfType(BadValue.class).as(text).isThrownBy(() -> new DecimalReader(1, 100).read(text));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:1883, 127.0.0.1, 1883",
        "broker:1883, broker, 1883",
        "my_broker-1.example.com:0, my_broker-1.example.com, 0",
        "[::1]:1883, ::1, 1883",
        "[2001:db8::1]:65535, 2001:db8::1, 65535",
        "[::ffff:192.0.2.1]:1, ::ffff:192.0.2.1, 1",
    })
    void readsAddresses(String text, String host, int port) throws Exception {
        assertThat(ADDRESS.read(text))
                .isEqualTo(new HostPortReader.HostPort(host, port))
                .hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":1883",
                "1883",
                "broker",
                "broker:",
                "broker:65536",
                "broker:-1",
                "broker:018",
                "127.0.0.256:1",
                "127.1:1",
                "127.0.0.1.:1",
                "1.2.3:1",
                "::1:1883",
                "[::1]",
                "[::1:1883",
                "[fe80::1%eth0]:1",
                "[broker]:1",
                "[127.0.0.1]:1",
                "[]:1",
                "-a:1",
                "a-:1",
                "a..b:1",
                "a.:1",
                "a b:1",
                "ä:1",
                "[1:2]:3",
                "mqtt://broker:1883"
            })
    void refusesAddresses(String text) {
        assertThatExceptionOfType(BadValue.class).as(text).isThrownBy(() -> ADDRESS.read(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "0.0.0.0/0, 0.0.0.0/0",
        "192.0.2.7, 192.0.2.7/32",
        "2001:db8::/32, 2001:db8::/32",
        "::1, ::1/128",
        "::ffff:10.0.0.0/104, ::ffff:10.0.0.0/104",
        "10.128.0.0/9, 10.128.0.0/9",
    })
    void readsNetworks(String text, String network) throws Exception {
        assertThat(new CidrReader().read(text)).isEqualTo(network);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/08",
                "10.0.0.1/8",
                "10/8",
                "2001:db8::1/32",
                "::/129",
                "10.0.0.0/255.0.0.0",
                "broker/8",
                "10.0.0.0/8/8"
            })
    void refusesNetworks(String text) {
        assertThatExceptionOfType(BadValue.class).as(text).isThrownBy(() -> new CidrReader().read(text));
    }
}
