package io.mqttproxy.relay;

import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.CertificateIdentity;
import io.mqttproxy.identity.IdentityException;
import io.mqttproxy.identity.Template;
import io.mqttproxy.proxyprotocol.CustomTlv;
import io.mqttproxy.proxyprotocol.HandshakeDetails;
import io.mqttproxy.proxyprotocol.ProxyHeader;
import io.mqttproxy.proxyprotocol.ProxyHeaderEncoder;
import io.mqttproxy.proxyprotocol.ProxyHeaderException;
import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.proxyprotocol.TlsFacts;
import io.mqttproxy.proxyprotocol.Tlv;
import io.mqttproxy.tls.ServedCertificate;
import io.mqttproxy.tls.TlsSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The PROXY header that goes in front of a client's CONNECT. Immutable, used by all event loops. */
public final class ProxyPreamble {

    /** Room for every header but those with a certificate, for which the buffer grows; bytes. */
    private static final int USUAL_LENGTH = 516;

    /** What only a look at certificates can tell. */
    private static final Set<Tlv> DETAILS =
            EnumSet.of(Tlv.SSL_SIG_ALG, Tlv.SSL_KEY_ALG, Tlv.SSL_GROUP, Tlv.SSL_SIG_SCHEME);

    private final ProxyHeaderEncoder encoder;
    private final boolean tellsTls;
    private final boolean tellsCommonName;
    private final boolean tellsDetails;
    private final boolean tellsCertificate;
    private final SortedMap<Integer, Template> custom;

    /**
     * Writes headers of the given version with the given facts.
     *
     * @param custom text for fields of the operator's, by type
     */
    public ProxyPreamble(ProxyProtocolVersion version, Set<Tlv> tlvs, Map<Integer, Template> custom) {
        this.encoder = new ProxyHeaderEncoder(version, tlvs, !custom.isEmpty());
        this.tellsTls = version == ProxyProtocolVersion.V2 && tlvs.stream().anyMatch(Tlv::ofTls);
        this.tellsCommonName = tlvs.contains(Tlv.SSL) || tlvs.contains(Tlv.SSL_CN);
        this.tellsDetails = tlvs.stream().anyMatch(DETAILS::contains);
        this.tellsCertificate = tlvs.contains(Tlv.SSL_CLIENT_CERT);
        this.custom = new TreeMap<>(custom);
    }

    /**
     * Writes the header of a connection.
     *
     * @return owned by the caller
     * @throws RefusedException when a fact that is to be told cannot be told safely
     */
    ByteBuf write(Session session, ByteBufAllocator allocator) throws RefusedException {
        ByteBuf out = allocator.buffer(Math.min(encoder.maximumLength(), USUAL_LENGTH));
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
                session.endpoints().client(),
                session.endpoints().listener(),
                tls == null || !tellsTls ? null : facts(session, tls),
                tls == null ? null : tls.alpn(),
                session.serverName(),
                session.id().getBytes(StandardCharsets.US_ASCII),
                custom(session));
    }

    private List<CustomTlv> custom(Session session) throws IdentityException {
        if (custom.isEmpty()) {
            return List.of();
        }
        SessionFacts facts = new SessionFacts(session);
        List<CustomTlv> tlvs = new ArrayList<>(custom.size());
        for (Map.Entry<Integer, Template> tlv : custom.entrySet()) {
            String field = String.format(Locale.ROOT, "proxyProtocol.custom.0x%02X", tlv.getKey());
            String value =
                    facts.requireName(field, tlv.getValue(), tlv.getValue().render(facts));
            tlvs.add(new CustomTlv(tlv.getKey(), value));
        }
        return tlvs;
    }

    /** A certificate that got this far was verified: an invalid one ends the handshake, even an optional one. */
    private TlsFacts facts(Session session, TlsSession tls) throws IdentityException {
        boolean verified = session.peer() instanceof CertificateIdentity;
        @Nullable String commonName = tellsCommonName ? commonName(session) : null;
        return new TlsFacts(
                tls.version(),
                tls.cipher(),
                verified,
                tls.resumed(),
                commonName,
                tellsDetails ? details(tls) : HandshakeDetails.NONE,
                certificate(session));
    }

    /** Brokers take it for the user name: EMQX with {@code peer_cert_as_username}, and others. */
    private static @Nullable String commonName(Session session) throws IdentityException {
        @Nullable String name = session.peer().find(CertificateField.SUBJECT_CN);
        return name == null
                ? null
                : session.verifiedName().rule().require(CertificateField.SUBJECT_CN.configName(), name);
    }

    private static HandshakeDetails details(TlsSession tls) {
        @Nullable ServedCertificate served = tls.served();
        return new HandshakeDetails(
                served == null ? null : served.signatureAlgorithm(),
                served == null ? null : served.keyAlgorithm(),
                groupName(tls.group()),
                served == null ? null : served.signatureScheme(tls));
    }

    /** The name in the TLS registry: BoringSSL calls some groups as NIST does. */
    private static @Nullable String groupName(@Nullable String group) {
        return group == null
                ? null
                : switch (group) {
                    case "P-256" -> "secp256r1";
                    case "P-384" -> "secp384r1";
                    case "P-521" -> "secp521r1";
                    case "X25519" -> "x25519";
                    default -> group;
                };
    }

    private @Nullable ByteBuffer certificate(Session session) {
        return tellsCertificate && session.peer() instanceof CertificateIdentity proven
                ? proven.certificate().encoded()
                : null;
    }
}
