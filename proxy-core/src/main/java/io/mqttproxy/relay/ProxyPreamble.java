package io.mqttproxy.relay;

import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.IdentityException;
import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.proxyprotocol.ProxyHeader;
import io.mqttproxy.proxyprotocol.ProxyHeaderEncoder;
import io.mqttproxy.proxyprotocol.ProxyHeaderException;
import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.proxyprotocol.TlsFacts;
import io.mqttproxy.proxyprotocol.Tlv;
import io.mqttproxy.tls.TlsSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The PROXY header that goes in front of a client's CONNECT. Immutable, used by all event loops. */
public final class ProxyPreamble {

    private final ProxyHeaderEncoder encoder;
    private final boolean tellsTls;

    /** Writes headers of the given version with the given facts. */
    public ProxyPreamble(ProxyProtocolVersion version, Set<Tlv> tlvs) {
        this.encoder = new ProxyHeaderEncoder(version, tlvs);
        this.tellsTls = version == ProxyProtocolVersion.V2 && tlvs.contains(Tlv.SSL);
    }

    /**
     * Writes the header of a connection.
     *
     * @return owned by the caller
     * @throws RefusedException when a fact that is to be told cannot be told safely
     */
    ByteBuf write(Session session, ByteBufAllocator allocator) throws RefusedException {
        ByteBuf out = allocator.buffer(encoder.maximumLength());
        boolean whole = false;
        try {
            encoder.encode(header(session), out);
            whole = true;
            return out;
        } catch (ProxyHeaderException | IdentityException e) {
            throw new RefusedException(CloseReason.IDENTITY_REJECTED, e.getMessage());
        } finally {
            if (!whole) {
                out.release();
            }
        }
    }

    private ProxyHeader header(Session session) throws IdentityException {
        @Nullable TlsSession tls = session.tls();
        return new ProxyHeader(
                session.clientAddress(),
                session.listenerAddress(),
                tls == null || !tellsTls ? null : facts(session, tls),
                tls == null ? null : tls.alpn(),
                session.serverName(),
                session.id().getBytes(StandardCharsets.US_ASCII));
    }

    /** A certificate that got this far was verified: an invalid one ends the handshake, even an optional one. */
    private static TlsFacts facts(Session session, TlsSession tls) throws IdentityException {
        boolean verified = !(session.peer() instanceof NoIdentity);
        @Nullable String commonName = session.peer().find(CertificateField.SUBJECT_CN);
        return new TlsFacts(tls.version(), tls.cipher(), verified, tls.resumed(), commonName);
    }
}
