package io.mqttproxy.identity;

import org.jspecify.annotations.Nullable;

/**
 * One attribute of the subject or the issuer, such as {@code subject.ou}.
 *
 * @param holder whose name it stands in
 * @param type which attribute
 */
record NameAttribute(Holder holder, AttributeType type) implements CertificateField {
    /** The two names of a certificate. */
    enum Holder {
        SUBJECT("subject."),
        ISSUER("issuer.");

        private final String prefix;

        Holder(String prefix) {
            this.prefix = prefix;
        }

        /** The start of its fields' names, with the dot. */
        String prefix() {
            return prefix;
        }
    }

    /** Null when the name is neither {@code subject.} nor {@code issuer.} with an attribute behind it. */
    static @Nullable NameAttribute of(String name) {
        for (Holder holder : Holder.values()) {
            if (name.startsWith(holder.prefix())) {
                AttributeType type =
                        AttributeType.of(name.substring(holder.prefix().length()));
                return type == null ? null : new NameAttribute(holder, type);
            }
        }
        return null;
    }

    @Override
    public String configName() {
        return holder.prefix() + type.name();
    }

    @Override
    public String toString() {
        return configName();
    }
}
