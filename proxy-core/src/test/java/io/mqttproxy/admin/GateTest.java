package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

    private static final String API = "/api/v1/sessions";
    private static final Caller HERE = plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000));
    private static final Caller ELSEWHERE = plain(new InetSocketAddress("192.0.2.7", 40_000));

    private final Gate gate = new Gate(Set.of("proxy.example.com"));
    private AdminToken token = AdminToken.of("secret".getBytes(StandardCharsets.US_ASCII));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:9090",
                "localhost.",
                "127.0.0.1:9090",
                "192.0.2.1",
                "[::1]:9090",
                "[2001:db8::1]",
                "proxy.example.com:9090",
                "Proxy.Example.Com",
            })
    void readersOnThisMachineNeedNoTokenUnderANameThatIsKnown(String host) {
        assertThat(read(API, HERE, host)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example.com",
                "evil.example.com:9090",
                "localhost.evil.example.com",
                "127.0.0.1.evil.example.com",
                "127.0.0.1@evil.example.com",
                "1.2.3.4.5",
                "[::1",
                "[evil.example.com]",
                "",
            })
    void anUnknownNameIsThatOfAStrangersPage(String host) {
        assertThat(read(API, HERE, host)).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "Forwarded, for=192.0.2.7",
        "X-Forwarded-For, 192.0.2.7",
        "x-forwarded-for, 127.0.0.1",
        "X-Real-IP, 192.0.2.7",
        "Via, 1.1 proxy",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, Same-Origin",
        "Sec-Fetch-Site, ''",
    })
    void whoAsksForSomebodyElseNeedsTheToken(String header, String value) {
        // given
        FullHttpRequest request = request(HttpMethod.GET, API, "127.0.0.1:9090");
        request.headers().set(header, value);

        // then
        assertThat(status(gate.refuse(request, API, false, HERE, token))).isEqualTo(401);
        assertThat(status(gate.refuse(request, API, false, HERE, AdminToken.none())))
                .isEqualTo(403);
        assertThat(status(gate.refuse(request, "/metrics", false, HERE, token))).isZero();
        request.headers().set("Authorization", "Bearer secret");
        assertThat(status(gate.refuse(request, API, false, HERE, token))).isZero();
    }

    @Test
    void onePageAmongTwoThatAreNamedIsEnough() {
        // given
        FullHttpRequest request = request(HttpMethod.GET, API, "127.0.0.1:9090");
        request.headers().add("Sec-Fetch-Site", "same-origin").add("Sec-Fetch-Site", "cross-site");

        // then
        assertThat(status(gate.refuse(request, API, false, HERE, token))).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "same-origin"})
    void peopleAndTheDashboardNeedNoToken(String site) {
        // given
        FullHttpRequest request = request(HttpMethod.GET, API, "127.0.0.1:9090");
        request.headers().set("Sec-Fetch-Site", site);

        // then
        assertThat(status(gate.refuse(request, API, false, HERE, token))).isZero();
    }

    @Test
    void everyLoopbackAddressIsThisMachine() throws Exception {
        assertThat(read(API, from("127.0.0.6"), "127.0.0.6:9090")).isZero();
        assertThat(read(API, from("::1"), "[::1]:9090")).isZero();
        assertThat(read(API, from("128.0.0.1"), "127.0.0.1:9090")).isEqualTo(401);
    }

    /** HTTP/1.0 has none; browsers always send one. */
    @Test
    void toolsWithoutAHostAreNoBrowser() {
        // given
        FullHttpRequest request = request(HttpMethod.GET, API, "x");
        request.headers().remove("Host");

        // then
        assertThat(status(gate.refuse(request, API, false, HERE, token))).isZero();
        assertThat(status(gate.refuse(request, API, false, ELSEWHERE, token))).isEqualTo(401);
    }

    @Test
    void readersOnOtherMachinesNeedTheToken() {
        assertThat(read(API, ELSEWHERE, "192.0.2.1")).isEqualTo(401);
        token = AdminToken.none();
        assertThat(read(API, ELSEWHERE, "192.0.2.1")).isEqualTo(403);
    }

    @Test
    void whoHasTheTokenMayReadFromAnywhereUnderAnyName() {
        FullHttpRequest request = request(HttpMethod.GET, API, "any.example.com");
        request.headers().set("Authorization", "Bearer secret");

        assertThat(status(gate.refuse(request, API, false, ELSEWHERE, token))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/livez", "/readyz", "/"})
    void scrapersAndProbesMayAskFromAnywhere(String path) {
        assertThat(read(path, ELSEWHERE, "proxy.monitoring.svc:9090")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer secret | | 0",
                "Bearer secret | http://127.0.0.1:9090 | 0",
                "Bearer secret | https://127.0.0.1:9090 | 0",
                "Bearer secret | http://127.0.0.1:9091 | 403",
                "Bearer secret | http://evil.example.com | 403",
                "Bearer secret | null | 403",
                "Bearer wrong | | 401",
                "Basic secret | | 401",
                " | | 401",
            })
    void changesNeedTheTokenAndNoForeignPage(@Nullable String authorization, @Nullable String origin, int status) {
        // given
        FullHttpRequest request = request(HttpMethod.POST, "/api/v1/bans", "127.0.0.1:9090");
        if (authorization != null) {
            request.headers().set("Authorization", authorization);
        }
        if (origin != null) {
            request.headers().set("Origin", origin);
        }

        // then
        assertThat(status(gate.refuse(request, "/api/v1/bans", true, HERE, token)))
                .isEqualTo(status);
    }

    @Test
    void changesAreOffWithoutATokenInTheConfiguration() {
        // given
        token = AdminToken.none();
        FullHttpRequest request = request(HttpMethod.POST, "/api/v1/bans", "127.0.0.1");
        request.headers().set("Authorization", "Bearer ");

        // then
        assertThat(status(gate.refuse(request, "/api/v1/bans", true, HERE, token)))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"NONE, 401", "READ, 0", "CHANGE, 0"})
    void aVerifiedCertificateReadsFromAnywhereUnderANameThatIsKnown(Caller.Rights rights, int status) {
        assertThat(read(API, encrypted(rights), "proxy.example.com:9090")).isEqualTo(status);
        assertThat(read("/metrics", encrypted(rights), "any.example.com")).isZero();
    }

    @Test
    void aCertificateThatABrowserShowsForAStrangersPageReadsNothing() {
        assertThat(read(API, encrypted(Caller.Rights.CHANGE), "evil.example.com"))
                .isEqualTo(403);
        FullHttpRequest request = request(HttpMethod.GET, API, "proxy.example.com");
        request.headers().set("Sec-Fetch-Site", "cross-site");
        assertThat(status(gate.refuse(request, API, false, encrypted(Caller.Rights.CHANGE), token)))
                .isEqualTo(401);
    }

    @Test
    void theCertificateOfAReverseProxyIsNotThatOfWhoAsksIt() {
        FullHttpRequest request = request(HttpMethod.GET, API, "proxy.example.com");
        request.headers().set("Via", "1.1 proxy");

        assertThat(status(gate.refuse(request, API, false, encrypted(Caller.Rights.CHANGE), token)))
                .isEqualTo(401);
        request.headers().set("Authorization", "Bearer secret");
        assertThat(status(gate.refuse(request, API, false, encrypted(Caller.Rights.NONE), token)))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"NONE, 401", "READ, 401", "CHANGE, 0"})
    void aCertificateStandsForTheTokenWhereTheConfigurationSaysSo(Caller.Rights rights, int status) {
        FullHttpRequest request = request(HttpMethod.POST, "/api/v1/bans", "127.0.0.1");

        assertThat(status(gate.refuse(request, "/api/v1/bans", true, encrypted(rights), token)))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://proxy.example.com:9090, 0",
        "Origin, http://proxy.example.com:9090, 403",
        "Origin, https://evil.example.com, 403",
        "Origin, null, 403",
        "Sec-Fetch-Site, cross-site, 401",
        "Sec-Fetch-Site, same-site, 401",
        "Sec-Fetch-Site, same-origin, 0",
        "Host, evil.example.com, 403",
        "Via, 1.1 proxy, 401",
    })
    void aCertificateThatABrowserShowsForAStrangersPageChangesNothing(String header, String value, int status) {
        FullHttpRequest request = request(HttpMethod.POST, "/api/v1/bans", "proxy.example.com:9090");
        request.headers().set(header, value);

        assertThat(status(gate.refuse(request, "/api/v1/bans", true, encrypted(Caller.Rights.CHANGE), token)))
                .isEqualTo(status);
    }

    @Test
    void overTlsTheDashboardIsNoPlainPage() {
        FullHttpRequest request = request(HttpMethod.POST, "/api/v1/bans", "proxy.example.com");
        request.headers().set("Authorization", "Bearer secret").set("Origin", "http://proxy.example.com");

        assertThat(status(gate.refuse(request, "/api/v1/bans", true, encrypted(Caller.Rights.NONE), token)))
                .isEqualTo(403);
        assertThat(status(gate.refuse(request, "/api/v1/bans", true, HERE, token)))
                .isZero();
    }

    private static Caller from(String address) throws Exception {
        return plain(new InetSocketAddress(InetAddress.getByName(address), 40_000));
    }

    private static Caller plain(InetSocketAddress address) {
        return new Caller(address, false, Caller.Rights.NONE);
    }

    private static Caller encrypted(Caller.Rights rights) {
        return new Caller(new InetSocketAddress("192.0.2.7", 40_000), true, rights);
    }

    private int read(String path, Caller peer, String host) {
        return status(gate.refuse(request(HttpMethod.GET, path, host), path, false, peer, token));
    }

    private static FullHttpRequest request(HttpMethod method, String path, String host) {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path, Unpooled.EMPTY_BUFFER);
        request.headers().set("Host", host);
        return request;
    }

    /** 0 when it is let through. */
    private static int status(@Nullable AdminAnswer refusal) {
        return refusal == null ? 0 : refusal.status().code();
    }
}
