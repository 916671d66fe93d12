package io.mqttproxy.admin;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for what under {@code /api/}: changes need the token, and so does reading from another machine. Metrics and
 * probes are for everybody.
 *
 * <p>A web page of somebody else, open in an operator's browser, reaches this port, too. It does not have the token. What it
 * could read here with a name of its own for our address (DNS rebinding) is kept from it by looking at that name.
 */
final class Gate {

    private static final String PRIVATE = "/api/";

    private final Set<String> hosts;

    /** @param hosts names, in lower case, by which browsers may ask, beside localhost and addresses */
    Gate(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    /** Why a request is not answered; null when it is. */
    @Nullable AdminAnswer refuse(
            FullHttpRequest request, String path, boolean changes, @Nullable SocketAddress peer, AdminToken token) {
        boolean trusted = token.allows(request.headers().get(HttpHeaderNames.AUTHORIZATION));
        if (changes) {
            return trusted ? refuseForeignPage(request) : refuseChange(token);
        }
        if (trusted || !path.startsWith(PRIVATE)) {
            return null;
        }
        return isLoopback(peer) ? refuseUnknownHost(request) : refuseRead(token);
    }

    private static AdminAnswer refuseChange(AdminToken token) {
        return token.isConfigured()
                ? AdminAnswer.error(
                        HttpResponseStatus.UNAUTHORIZED, "wrong or missing token (expected: Authorization: Bearer)")
                : AdminAnswer.error(
                        HttpResponseStatus.FORBIDDEN, "changes are off (expected: admin.token in the configuration)");
    }

    private static AdminAnswer refuseRead(AdminToken token) {
        return token.isConfigured()
                ? AdminAnswer.error(
                        HttpResponseStatus.UNAUTHORIZED,
                        "wrong or missing token, which reading from another machine needs (expected: Authorization:"
                                + " Bearer)")
                : AdminAnswer.error(
                        HttpResponseStatus.FORBIDDEN,
                        "reading from another machine is off (expected: admin.token in the configuration)");
    }

    /** Browsers say which page a change comes from (RFC 6454 section 7); only this one's own may. */
    private static @Nullable AdminAnswer refuseForeignPage(FullHttpRequest request) {
        @Nullable String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        String host = request.headers().get(HttpHeaderNames.HOST, "");
        return origin == null || origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host)
                ? null
                : AdminAnswer.error(
                        HttpResponseStatus.FORBIDDEN, "a change from another web page (expected: Origin as Host)");
    }

    private @Nullable AdminAnswer refuseUnknownHost(FullHttpRequest request) {
        @Nullable String host = request.headers().get(HttpHeaderNames.HOST);
        return host == null || isKnown(name(host))
                ? null
                : AdminAnswer.error(
                        HttpResponseStatus.FORBIDDEN,
                        "unknown Host (expected: an address, localhost, or one of admin.hosts)");
    }

    private boolean isKnown(String name) {
        return name.equals("localhost")
                || NetUtil.isValidIpV4Address(name)
                || NetUtil.isValidIpV6Address(name)
                || hosts.contains(name);
    }

    /** Without the port, the brackets of IPv6 and the dot at the end. */
    private static String name(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[")) {
            int end = lower.indexOf(']');
            return end < 0 ? lower : lower.substring(1, end);
        }
        int colon = lower.lastIndexOf(':');
        String name = colon < 0 ? lower : lower.substring(0, colon);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static boolean isLoopback(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress address
                && address.getAddress() != null
                && address.getAddress().isLoopbackAddress();
    }
}
