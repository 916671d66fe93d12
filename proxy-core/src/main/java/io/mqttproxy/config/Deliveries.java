package io.mqttproxy.config;

import io.mqttproxy.identity.Template;
import io.mqttproxy.identity.Variables;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In what parts of what a backend is sent a client's identity can be. */
final class Deliveries {

    private Deliveries() {}

    /** Whether the CONNECT says who the client is, or the client itself has to. */
    static boolean inConnect(ListenerConfig listener) {
        return templates(listener.connect()).stream().anyMatch(Deliveries::saysWho);
    }

    private static boolean saysWho(Template template) {
        return template.names().stream()
                .anyMatch(name -> name.equals(Variables.IDENTITY) || name.startsWith(Variables.CERTIFICATE_PREFIX));
    }

    private static List<Template> templates(ConnectConfig connect) {
        List<Template> templates = new ArrayList<>(connect.require().values());
        templates.addAll(connect.userProperties().values());
        add(templates, connect.username());
        add(templates, connect.clientId());
        add(templates, connect.password() instanceof PasswordSource.Rendered made ? made.template() : null);
        return templates;
    }

    private static void add(List<Template> templates, @Nullable Template template) {
        if (template != null) {
            templates.add(template);
        }
    }

    /** Whether a field of the operator's in a header says who the client is. */
    static boolean inCustomFields(ProxyProtocolConfig header) {
        return header.custom().values().stream().anyMatch(Deliveries::saysWho);
    }

    /** Whether a header carries the common name of a verified certificate. */
    static boolean headerHasCommonName(ProxyProtocolConfig header) {
        return header.tlvs().contains("ssl") || header.tlvs().contains("ssl.cn");
    }
}
