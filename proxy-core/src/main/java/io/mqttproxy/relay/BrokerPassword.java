package io.mqttproxy.relay;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.PasswordSource;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.Secret;
import io.mqttproxy.identity.IdentityException;
import io.mqttproxy.identity.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The password that the backend gets to see. Never shows it in a message. */
sealed interface BrokerPassword {

    /** The bytes for one client, not to be changed; null = the client's own. */
    byte @Nullable [] render(SessionFacts facts) throws IdentityException;

    /** Reads the secret now, so that no file is read while clients connect. */
    static BrokerPassword of(@Nullable PasswordSource source) throws ConfigException {
        if (source instanceof PasswordSource.Fixed fixed) {
            return new Fixed(read(fixed.secret()));
        }
        return source instanceof PasswordSource.Rendered rendered ? new Rendered(rendered.template()) : new Keep();
    }

    private static byte[] read(Secret secret) throws ConfigException {
        try {
            return secret.read();
        } catch (IOException e) {
            if (secret instanceof Secret.FromFile file) {
                throw new ConfigException(List.of(new Problem(file.file().source(), String.valueOf(e.getMessage()))));
            }
            throw new IllegalStateException("only files fail to be read", e);
        }
    }

    /** The client's own password stays. */
    record Keep() implements BrokerPassword {
        @Override
        public byte @Nullable [] render(SessionFacts facts) {
            return null;
        }
    }

    /** The same for every client. */
    final class Fixed implements BrokerPassword {

        private final byte[] secret;

        Fixed(byte[] secret) {
            this.secret = secret;
        }

        @Override
        public byte[] render(SessionFacts facts) {
            return secret;
        }
    }

    /** Made for each client. */
    final class Rendered implements BrokerPassword {

        private final Template template;

        Rendered(Template template) {
            this.template = template;
        }

        @Override
        public byte[] render(SessionFacts facts) throws IdentityException {
            byte[] rendered = template.render(facts).getBytes(StandardCharsets.UTF_8);
            if (rendered.length > MqttText.MAX_BYTES) {
                throw new IdentityException(
                        "password: " + rendered.length + " bytes (expected: at most " + MqttText.MAX_BYTES + ")");
            }
            return rendered;
        }
    }
}
