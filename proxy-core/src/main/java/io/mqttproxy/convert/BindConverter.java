package io.mqttproxy.convert;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a listener of one {@code bind} line. Used for one line. */
final class BindConverter {
    private static final Set<String> NEVER_SERVED =
            Set.of("no-sslv3", "no-tlsv10", "no-tlsv11", "prefer-client-ciphers", "name");
    private static final Set<String> WITH_VALUE = Set.of(
            "name",
            "crt",
            "ca-file",
            "crl-file",
            "verify",
            "alpn",
            "npn",
            "ciphers",
            "ciphersuites",
            "curves",
            "ecdhe",
            "ssl-min-ver",
            "ssl-max-ver",
            "maxconn",
            "interface",
            "mss",
            "tcp-ut",
            "backlog",
            "id",
            "nice",
            "process",
            "thread",
            "user",
            "group",
            "uid",
            "gid",
            "mode",
            "level",
            "namespace",
            "crt-list",
            "ca-verify-file",
            "ca-ignore-err",
            "crt-ignore-err",
            "ca-sign-file",
            "tls-ticket-keys",
            "severity-output",
            "shards");
    /** Networks that no client of the Internet comes from. */
    private static final List<String> PRIVATE =
            List.of("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fd00::/8");

    private final HaproxyLine line;
    private final Globals globals;
    private final Bundles bundles;
    private final List<Note> notes;
    private final Map<String, Object> listener = new LinkedHashMap<>();
    private final List<Object> certificates = new ArrayList<>();
    private final Map<String, String> options = new LinkedHashMap<>();

    BindConverter(HaproxyLine line, Globals globals, Bundles bundles, List<Note> notes) {
        this.line = line;
        this.globals = globals;
        this.bundles = bundles;
        this.notes = notes;
    }

    /** The listener, with {@code bind} and what belongs to TLS; empty when the address is none. */
    Map<String, Object> convert() {
        String address = Addresses.bind(line.word(1));
        if (address.isEmpty()) {
            notes.add(line.note("not an address with one port; the line is left out"));
            return Map.of();
        }
        listener.put("bind", address);
        boolean tls = line.words().contains("ssl");
        if (tls) {
            read(globals.bindOptions());
        }
        read(line.from(2));
        if (tls) {
            listener.put("tls", tls());
        }
        if (options.containsKey("accept-proxy")) {
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("require", true);
            header.put("trusted", new ArrayList<>(PRIVATE));
            listener.put("proxyProtocol", header);
            notes.add(line.note(
                    "accept-proxy",
                    "HAProxy believes everybody; here trusted has the private networks:"
                            + " write those of your load balancers"));
        }
        return listener;
    }

    /** The limit on this line, or an empty text. */
    String maxconn() {
        return options.getOrDefault("maxconn", "");
    }

    private void read(List<String> words) {
        Deque<String> left = new ArrayDeque<>(words);
        while (!left.isEmpty()) {
            String option = left.removeFirst();
            String value = WITH_VALUE.contains(option) && !left.isEmpty() ? left.removeFirst() : "";
            switch (option) {
                case "crt" -> certificate(value);
                case "ssl",
                        "accept-proxy",
                        "ca-file",
                        "crl-file",
                        "verify",
                        "ciphers",
                        "ciphersuites",
                        "curves",
                        "ecdhe",
                        "ssl-min-ver",
                        "ssl-max-ver",
                        "no-tlsv12",
                        "no-tlsv13",
                        "no-tls-tickets",
                        "maxconn" -> options.put(option, value);
                case "force-tlsv12" -> force("TLSv1.2");
                case "force-tlsv13" -> force("TLSv1.3");
                case "alpn" -> notes.add(line.note("alpn " + value, "not needed, MQTT clients do not insist on it"));
                case "strict-sni" -> notes.add(line.note(option, "write tls.strictSni: true and the names as sni"));
                default -> {
                    if (!NEVER_SERVED.contains(option)) {
                        notes.add(line.note((option + " " + value).trim(), "has no counterpart"));
                    }
                }
            }
        }
    }

    private void force(String version) {
        options.put("ssl-min-ver", version);
        options.put("ssl-max-ver", version);
    }

    private void certificate(String file) {
        if (file.endsWith("/")) {
            notes.add(line.note("crt " + file, "a folder; name its files under certificates, with their sni"));
            return;
        }
        String bundle = bundles.add(globals.resolve("crt-base", file));
        if (certificates.isEmpty()) {
            certificates.add(bundle);
        } else {
            notes.add(line.note(
                    "crt " + file,
                    "HAProxy takes the names from the certificate; write them as sni, and the"
                            + " bundle into tls.certificates"));
        }
    }

    private Map<String, Object> tls() {
        Map<String, Object> tls = new LinkedHashMap<>();
        tls.put("certificates", certificates);
        List<String> versions = versions();
        if (versions.size() == 1) {
            tls.put("versions", versions);
        }
        suites(tls, versions);
        groups(tls);
        String verify = options.getOrDefault("verify", "none");
        if (verify.equals("required") || verify.equals("optional")) {
            tls.put("clientAuth", verify);
            tls.put("caFile", globals.resolve("ca-base", options.getOrDefault("ca-file", "")));
            if (options.containsKey("crl-file")) {
                tls.put(
                        "crl",
                        Map.of("files", List.of(globals.resolve("ca-base", options.getOrDefault("crl-file", "")))));
            }
        } else if (options.containsKey("ca-file")) {
            notes.add(line.note("ca-file", "does nothing without verify required or verify optional"));
        }
        if (options.containsKey("no-tls-tickets")) {
            tls.put("sessionTickets", "off");
        }
        return tls;
    }

    private List<String> versions() {
        List<String> versions = new ArrayList<>(List.of("TLSv1.3", "TLSv1.2"));
        if (options.getOrDefault("ssl-min-ver", "").equals("TLSv1.3") || options.containsKey("no-tlsv12")) {
            versions.remove("TLSv1.2");
        }
        if (options.getOrDefault("ssl-max-ver", "").equals("TLSv1.2") || options.containsKey("no-tlsv13")) {
            versions.remove("TLSv1.3");
        }
        if (options.getOrDefault("ssl-min-ver", "").matches("SSLv3|TLSv1\\.[01]")) {
            notes.add(line.note("ssl-min-ver", "TLSv1.2 is the oldest version here"));
        }
        return versions.isEmpty() ? List.of("TLSv1.3", "TLSv1.2") : versions;
    }

    private void suites(Map<String, Object> tls, List<String> versions) {
        if (!options.getOrDefault("ciphersuites", "").isEmpty()) {
            notes.add(line.note("ciphersuites", "TLS 1.3 comes with all of its suites here"));
        }
        String ciphers = options.getOrDefault("ciphers", "");
        if (ciphers.isEmpty() || !versions.contains("TLSv1.2")) {
            return;
        }
        List<String> unknown = new ArrayList<>();
        List<String> suites = new ArrayList<>(versions.contains("TLSv1.3") ? Suites.TLS_13 : List.of());
        List<String> known = Suites.ofTls12(ciphers, unknown);
        if (!unknown.isEmpty()) {
            notes.add(line.note("ciphers", "not served here: " + String.join(", ", unknown)));
        }
        if (!known.isEmpty()) {
            suites.addAll(known);
            tls.put("cipherSuites", suites);
        }
    }

    private void groups(Map<String, Object> tls) {
        String curves = options.getOrDefault("curves", options.getOrDefault("ecdhe", ""));
        List<String> groups = new ArrayList<>();
        for (String curve : curves.isEmpty() ? new String[0] : curves.split(":", -1)) {
            switch (curve) {
                case "X25519", "X25519MLKEM768", "P-256", "P-384", "P-521" -> groups.add(curve);
                case "prime256v1", "secp256r1" -> groups.add("P-256");
                case "secp384r1" -> groups.add("P-384");
                case "secp521r1" -> groups.add("P-521");
                default -> notes.add(line.note("curves " + curve, "not served here"));
            }
        }
        if (!groups.isEmpty()) {
            tls.put("groups", groups);
        }
    }
}
