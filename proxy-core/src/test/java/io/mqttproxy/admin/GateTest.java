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
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.7", 40_000);

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

    private int read(String path, InetSocketAddress peer, String host) {
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
