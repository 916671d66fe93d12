package io.mqttproxy.it;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Ways to be refused once a CONNECT was sent, with what the client must hear in either form of MQTT. */
final class Refusals {

    /** What becomes of the CONNECT, where it gets so far. */
    enum Backend {
        /** Accepts. */
        WELL,
        /** Nobody listens. */
        DEAD,
        /** No route leads there. */
        NOWHERE,
        /** Closes when it has the CONNECT. */
        CLOSING,
        /** Never answers. */
        SILENT,
        /** Answers with another packet. */
        BABBLING
    }

    /**
     * @param listener lines of the listener
     * @param v3 the CONNECT of an MQTT 3 client, or null where there is no such thing
     * @param v3Code -1 when MQTT 3 closes without a word
     * @param v5 the CONNECT of an MQTT 5 client, or null where there is no such thing
     * @param reason in metrics and access log
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Refusal(
            String name,
            String listener,
            Backend backend,
            byte @Nullable [] v3,
            int v3Code,
            byte @Nullable [] v5,
            int v5Code,
            String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final int CLOSES = -1;

    private final List<Refusal> all = new ArrayList<>();

    private Refusals() {}

    static List<Refusal> all() {
        Refusals refusals = new Refusals();
        refusals.ofTheBackend();
        refusals.ofTheIdentity();
        refusals.ofTheVersion();
        refusals.ofTheSize();
        refusals.ofTheForm();
        return refusals.all;
    }

    private void ofTheBackend() {
        backend("no backend up", "", Backend.DEAD, 0x03, 0x88, "no_backend");
        backend("no route", "", Backend.NOWHERE, 0x05, 0x87, "no_route");
        backend("backend closed", "", Backend.CLOSING, 0x03, 0x88, "backend_closed");
        backend("no CONNACK", "timeouts: {backend: 300ms}", Backend.SILENT, 0x03, 0x88, "connack_timeout");
        backend("not a CONNACK", "", Backend.BABBLING, 0x03, 0x88, "backend_protocol");
    }

    private void ofTheIdentity() {
        String name = "${cert.subject.cn}";
        rule(
                "required client id",
                "connect: {require: {clientId: \"" + name + "\"}}",
                0x02,
                0x85,
                "client_id_rejected");
        rule("required user name", "connect: {require: {username: \"" + name + "\"}}", 0x05, 0x87, "identity_rejected");
        rule("no such identity", "identity: {from: san.uri}", 0x05, 0x87, "identity_rejected");
        rule("no such field", "connect: {clientId: \"${cert.san.uri}\"}", 0x05, 0x87, "identity_rejected");
    }

    private void ofTheVersion() {
        add(
                "not this MQTT 3",
                "connect: {versions: [3.1, 5]}",
                Packets.connect311("x"),
                0x01,
                null,
                0,
                "unsupported_version");
        add("not MQTT 5", "connect: {versions: [3.1.1]}", null, 0, Packets.connect5("x"), 0x84, "unsupported_version");
        add("no such level", "", Packets.connect("MQTT", 2, "x"), 0x01, null, 0, "unsupported_version");
        add("of the future", "", null, 0, Packets.connect("MQTT", 6, "x"), 0x84, "unsupported_version");
        byte[] bridge = ConnectBuilder.level(0x84, "bridge").bytes();
        add("bridge", "connect: {bridges: reject}", bridge, 0x01, null, 0, "bridge_rejected");
    }

    private void ofTheSize() {
        sized("CONNECT too large", "connectSize: 64B", id -> id.username("u".repeat(64)), CLOSES, 0x95);
        sized("client id too long", "clientIdSize: 3B", id -> id, 0x02, 0x85);
        sized("user name too long", "usernameSize: 3B", id -> id.username("user"), 0x04, 0x86);
        sized("password too long", "passwordSize: 3B", id -> id.username("u").password("pass"), 0x04, 0x86);
        sized("will too large", "willSize: 3B", id -> id.will("t", "1234"), CLOSES, 0x95);
    }

    private void sized(String name, String limit, UnaryOperator<ConnectBuilder> by, int v3, int v5) {
        String reason = v5 == 0x85 ? "client_id_rejected" : v5 == 0x86 ? "credentials_rejected" : "connect_too_large";
        byte[] old = by.apply(ConnectBuilder.mqtt311("long")).bytes();
        byte[] current = by.apply(ConnectBuilder.mqtt5("long")).bytes();
        add(name, "limits: {" + limit + "}", old, v3, current, v5, reason);
    }

    private void ofTheForm() {
        byte[] reserved3 = ConnectBuilder.mqtt311("x").flags(0x01).bytes();
        byte[] reserved5 = ConnectBuilder.mqtt5("x").flags(0x01).bytes();
        add("malformed", "", reserved3, CLOSES, reserved5, 0x81, "malformed_connect");
        byte[] twice = ConnectBuilder.mqtt5("x")
                .property(0x21, 0, 1)
                .property(0x21, 0, 1)
                .bytes();
        add("property twice", "", null, 0, twice, 0x82, "malformed_connect");
        byte[] nameless = ConnectBuilder.mqtt311("").resuming().bytes();
        add("session without a client id", "", nameless, 0x02, null, 0, "client_id_rejected");
        byte[] second3 = Packets.joined(Packets.connect311("x"), Packets.connect311("y"));
        byte[] second5 = Packets.joined(Packets.connect5("x"), Packets.connect5("y"));
        add("second CONNECT", "", second3, CLOSES, second5, 0x82, "client_protocol");
    }

    private void backend(String name, String listener, Backend backend, int v3, int v5, String reason) {
        all.add(new Refusal(name, listener, backend, Packets.connect311("x"), v3, Packets.connect5("x"), v5, reason));
    }

    private void rule(String name, String listener, int v3, int v5, String reason) {
        add(name, listener, Packets.connect311("x"), v3, Packets.connect5("x"), v5, reason);
    }

    private void add(
            String name,
            String listener,
            byte @Nullable [] v3,
            int v3Code,
            byte @Nullable [] v5,
            int v5Code,
            String reason) {
        all.add(new Refusal(name, listener, Backend.WELL, v3, v3Code, v5, v5Code, reason));
    }
}
