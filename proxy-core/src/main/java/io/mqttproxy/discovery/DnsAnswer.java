package io.mqttproxy.discovery;

import io.mqttproxy.config.DiscoveryConfig.Dns;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.Discovered;
import io.mqttproxy.routing.DiscoveryException;
import io.mqttproxy.routing.DiscoveryResult;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads backends out of the answer to a DNS query (RFC 1035). Only the answer section counts, and in it only what belongs to
 * the name that was asked for, directly or by CNAME. Pure; the response stays the caller's.
 */
final class DnsAnswer {

    private static final int MOST_ALIASES = 16;
    private static final int LARGEST_TTL = 24 * 60 * 60; // seconds; the policy's ceiling is lower

    private final Dns dns;
    private final List<DnsRawRecord> records = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private long ttl = LARGEST_TTL;

    private DnsAnswer(DnsResponse response, Dns dns) {
        this.dns = dns;
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
            if (record instanceof DnsRawRecord raw && raw.dnsClass() == DnsRecord.CLASS_IN) {
                records.add(raw);
            }
        }
    }

    /**
     * The backends, valid for the smallest time to live of all records that led to them.
     *
     * @throws DiscoveryException when there is none, or when the answer cannot be trusted to be whole
     * @throws RuntimeException when a name in it is malformed
     */
    static Discovered read(DnsResponse response, Dns dns) throws DiscoveryException {
        if (response.code().equals(DnsResponseCode.NXDOMAIN)) {
            throw new DiscoveryException(DiscoveryResult.NOT_FOUND, dns.name() + " does not exist (NXDOMAIN)");
        }
        if (!response.code().equals(DnsResponseCode.NOERROR)) {
            throw new DiscoveryException(DiscoveryResult.REFUSED, dns.name() + ": " + response.code());
        }
        if (response.isTruncated()) {
            throw new DiscoveryException(
                    DiscoveryResult.INVALID, dns.name() + ": answer cut off, and no other over TCP");
        }
        return new DnsAnswer(response, dns).backends();
    }

    private Discovered backends() throws DiscoveryException {
        names.add(dns.name() + ".");
        followAliases();
        List<Backend> backends =
                switch (dns.type()) {
                    case A -> addresses(DnsRecordType.A, 4);
                    case AAAA -> addresses(DnsRecordType.AAAA, 16);
                    case SRV -> services();
                };
        if (backends.isEmpty()) {
            throw new DiscoveryException(
                    DiscoveryResult.EMPTY, dns.name() + " has no " + dns.type().name() + " record");
        }
        return Discovered.of(backends, Duration.ofSeconds(ttl));
    }

    /** In whatever order they stand. */
    private void followAliases() throws DiscoveryException {
        int before;
        do {
            before = names.size();
            for (DnsRawRecord alias : matching(DnsRecordType.CNAME)) {
                names.add(lower(name(alias.content().duplicate())));
            }
            if (names.size() > MOST_ALIASES) {
                throw new DiscoveryException(DiscoveryResult.INVALID, dns.name() + ": too many aliases");
            }
        } while (names.size() > before);
    }

    /** Records of a type that belong to the name; each counts for the time to live. */
    private List<DnsRawRecord> matching(DnsRecordType type) {
        List<DnsRawRecord> matching = records.stream()
                .filter(record -> record.type().equals(type) && names.contains(lower(record.name())))
                .toList();
        matching.forEach(record -> ttl = Math.min(ttl, Math.max(0, record.timeToLive())));
        return matching;
    }

    private List<Backend> addresses(DnsRecordType type, int length) throws DiscoveryException {
        List<Backend> backends = new ArrayList<>();
        for (DnsRawRecord record : matching(type)) {
            ByteBuf content = record.content();
            if (content.readableBytes() != length) {
                throw malformed();
            }
            byte[] address = new byte[length];
            content.getBytes(content.readerIndex(), address);
            backends.add(Backend.of(text(address), dns.port(), Backend.DEFAULT_WEIGHT));
        }
        return backends;
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }

    private List<Backend> services() throws DiscoveryException {
        List<SrvRecord> services = new ArrayList<>();
        for (DnsRawRecord record : matching(DnsRecordType.SRV)) {
            ByteBuf content = record.content().duplicate();
            if (content.readableBytes() < SrvRecord.SMALLEST) {
                throw malformed();
            }
            int priority = content.readUnsignedShort();
            int weight = content.readUnsignedShort();
            int port = content.readUnsignedShort();
            String target = lower(name(content));
            if (target.equals(".") || port == 0) {
                continue; // the service is decidedly not there (RFC 2782)
            }
            services.add(new SrvRecord(priority, weight, port, host(target)));
        }
        return SrvRecord.backends(services);
    }

    /** Whatever stands in a record becomes part of logs and metrics and is resolved again. */
    private String host(String name) throws DiscoveryException {
        String host = name.substring(0, name.length() - 1);
        boolean clean = host.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.');
        if (!clean || host.isEmpty()) {
            throw malformed();
        }
        return host;
    }

    private static String name(ByteBuf content) {
        return DefaultDnsRecordDecoder.decodeName(content);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private DiscoveryException malformed() {
        return new DiscoveryException(DiscoveryResult.INVALID, dns.name() + ": malformed record");
    }
}
