package io.mqttproxy;

import io.mqttproxy.admin.RevocationView;
import io.mqttproxy.relay.CredentialWatch;
import io.mqttproxy.relay.Revocations;
import io.mqttproxy.relay.RevokedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Lets operators revoke by hand. */
final class RevocationAdmin implements RevocationView {

    private final Revocations revocations;
    private final CredentialWatch watch;

    RevocationAdmin(Revocations revocations, CredentialWatch watch) {
        this.revocations = revocations;
        this.watch = watch;
    }

    @Override
    public Map<String, Set<String>> list() {
        Map<String, Set<String>> list = new LinkedHashMap<>();
        for (RevokedBy kind : RevokedBy.values()) {
            list.put(kind.word(), revocations.list(kind));
        }
        return list;
    }

    @Override
    public int revoke(String property, String value) {
        revocations.add(RevokedBy.of(property).orElseThrow(), value);
        return watch.look();
    }

    @Override
    public boolean restore(String property, String value) {
        return revocations.remove(RevokedBy.of(property).orElseThrow(), value);
    }
}
