package io.mqttproxy.admin;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for what under {@code /api/}: changes need the token, and so does reading from another machine. Metrics and
 * probes are for everybody.
 *
 * <p>A web page of somebody else, open in an operator's browser, reaches this port, too. It does not have the token. What it
 * could read here with a name of its own for our address (DNS rebinding) is kept from it by looking at that name, and what it
 * could have the browser ask for by the headers with which browsers say so. A reverse proxy on this machine asks for somebody
 * who may be anywhere, and says so, too.
 *
 * <p>A verified client certificate is worth what an address of this machine is, from anywhere; where the configuration says
 * so, it stands for the token in changes as well. Browsers show it for every page that has them ask, as they do with their
 * address: so it counts only where the address would.
 */
final class Gate {

    private static final String PRIVATE = "/api/";

    /** What reverse proxies add (RFC 7239 section 4, RFC 9110 section 7.6.3, and what was usual before them). */
    private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

    /** Which page asks (W3C Fetch Metadata): none when a person does. */
    private static final String SITE = "Sec-Fetch-Site";

    private static final Set<String> OWN_SITES = Set.of("none", "same-origin");

    private final Set<String> hosts;

    /** @param hosts names, in lower case, by which browsers may ask, beside localhost and addresses */
    Gate(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    /** Why a request is not answered; null when it is. */
    @Nullable AdminAnswer refuse(FullHttpRequest request, String path, boolean changes, Caller caller, AdminToken token) {
        boolean trusted = token.allows(request.headers().get(HttpHeaderNames.AUTHORIZATION));
        if (changes && !trusted && caller.rights() != Caller.Rights.CHANGE) {
            return refuseChange(token);
        }
        @Nullable AdminAnswer foreign = changes ? refuseForeignPage(request, caller.encrypted()) : null;
        if (foreign != null || trusted || !path.startsWith(PRIVATE)) {
            return foreign;
        }
        return refuseBorrowed(request, caller, token, changes ? "changing" : "reading");
    }

    /** An address and a certificate are shown by whoever has somebody's browser, or a proxy, ask. */
    private @Nullable AdminAnswer refuseBorrowed(
            FullHttpRequest request, Caller caller, AdminToken token, String what) {
        if (!caller.mayRead()) {
            return refuseWithout(what + " from another machine", token);
        }
        if (FORWARDED.stream().anyMatch(request.headers()::contains)) {
            return refuseWithout(what + " through a proxy", token);
        }
        return isOwnSite(request) ? refuseUnknownHost(request) : refuseWithout(what + " by another web page", token);
    }

    private static AdminAnswer refuseChange(AdminToken token) {
        return token.isConfigured()
                ? AdminAnswer.error(
                        HttpResponseStatus.UNAUTHORIZED, "wrong or missing token (expected: Authorization: Bearer)")
                : AdminAnswer.error(
                        HttpResponseStatus.FORBIDDEN, "changes are off (expected: admin.token in the configuration)");
    }

    private static AdminAnswer refuseWithout(String what, AdminToken token) {
        return token.isConfigured()
                ? AdminAnswer.error(
                        HttpResponseStatus.UNAUTHORIZED,
                        "wrong or missing token, which " + what + " needs (expected: Authorization: Bearer)")
                : AdminAnswer.error(
                        HttpResponseStatus.FORBIDDEN, what + " is off (expected: admin.token in the configuration)");
    }

    /** Browsers say which page a change comes from (RFC 6454 section 7); only this one's own may. */
    private static @Nullable AdminAnswer refuseForeignPage(FullHttpRequest request, boolean encrypted) {
        @Nullable String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        String host = request.headers().get(HttpHeaderNames.HOST, "");
        boolean plain =
                !encrypted && ("http://" + host).equalsIgnoreCase(origin); // over TLS there is no plain page of ours
        return origin == null || plain || origin.equalsIgnoreCase("https://" + host)
                ? null
                : AdminAnswer.error(
                        HttpResponseStatus.FORBIDDEN, "a change from another web page (expected: Origin as Host)");
    }

    /** Tools do not say it. */
    private static boolean isOwnSite(FullHttpRequest request) {
        return OWN_SITES.containsAll(request.headers().getAll(SITE));
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
}
