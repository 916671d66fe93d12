package io.mqttproxy.relay;

import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.Facts;
import io.mqttproxy.identity.IdentityException;
import io.mqttproxy.identity.ProxyVariables;
import io.mqttproxy.identity.Template;
import io.mqttproxy.identity.Variables;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/**
 * The values of template variables for one connection; event loop only.
 *
 * @param session the connection
 */
record SessionFacts(Session session) implements Facts {

    @Override
    public @Nullable String value(String name) throws IdentityException {
        @Nullable CertificateField field = Variables.certificateField(name);
        if (field != null) {
            return session.peer().find(field);
        }
        if (name.startsWith(Variables.TLS_PREFIX)) {
            return tls(name.substring(Variables.TLS_PREFIX.length()));
        }
        if (name.startsWith(ProxyVariables.PREFIX)) {
            return ProxyFacts.value(session.endpoints().header(), name);
        }
        @Nullable ConnectPacket connect = session.connect();
        return switch (name) {
            case "identity" -> session.identity();
            case "listener" -> session.listener();
            case "client.address" -> session.clientAddress().getAddress().getHostAddress();
            case "client.port" -> Integer.toString(session.clientAddress().getPort());
            case "mqtt.clientId" -> connect == null ? null : connect.clientId();
            case "mqtt.username" -> connect == null ? null : connect.username();
            case "mqtt.version" -> connect == null ? null : connect.version().label();
            default -> null;
        };
    }

    /** Whether a variable says something that a client has proven, as opposed to claimed. */
    static boolean isProof(String variable) {
        return variable.equals(Variables.IDENTITY)
                || variable.equals(ProxyVariables.SSL_CN)
                || Variables.certificateField(variable) != null;
    }

    /**
     * Holds a text against the rule for names, where a variable in it may be one that nobody has done that with yet; the
     * identity rule has seen to its own.
     *
     * @param name what the text is, for the message
     * @param value the template's text for this connection
     * @return the value
     */
    String requireName(String name, Template template, String value) throws IdentityException {
        return template.names().stream().anyMatch(SessionFacts::mayBreakTheRule)
                ? session.verifiedName().rule().require(name, value)
                : value;
    }

    private static boolean mayBreakTheRule(String variable) {
        return Variables.certificateField(variable) != null || variable.startsWith(ProxyVariables.PREFIX);
    }

    private @Nullable String tls(String fact) {
        @Nullable TlsSession tls = session.tls();
        if (tls == null) {
            return null;
        }
        return switch (fact) {
            case "version" -> tls.version();
            case "cipher" -> tls.cipher();
            case "sni" -> session.serverName();
            case "alpn" -> tls.alpn();
            case "group" -> tls.group();
            case "resumed" -> Boolean.toString(tls.resumed());
            default -> null;
        };
    }
}
