package io.mqttproxy;

import io.mqttproxy.admin.RevocationView;
import io.mqttproxy.relay.CredentialWatch;
import io.mqttproxy.relay.Revocations;
import io.mqttproxy.relay.RevokedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Lets operators revoke by hand. */
final class RevocationAdmin implements RevocationView {

    private final Revocations revocations;
    private final CredentialWatch watch;
    private final Executor looks;

    /** @param looks one thread at a time, none of them an event loop: a look at all connections takes milliseconds */
    RevocationAdmin(Revocations revocations, CredentialWatch watch, Executor looks) {
        this.revocations = revocations;
        this.watch = watch;
        this.looks = looks;
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
    public CompletionStage<Integer> revoke(String property, String value) {
        revocations.add(RevokedBy.of(property).orElseThrow(), value);
        return CompletableFuture.supplyAsync(watch::look, looks);
    }

    @Override
    public boolean restore(String property, String value) {
        return revocations.remove(RevokedBy.of(property).orElseThrow(), value);
    }
}
