package io.mqttproxy.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes certificates byte by byte, also such as no library would make. They are not signed: nobody here verifies. */
final class DerCertificate {
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    static final int OCTET_STRING = 0x04;
    static final int UTF8_STRING = 0x0C;
    static final int PRINTABLE_STRING = 0x13;

    private static final byte[] ALGORITHM = tlv(SEQUENCE, oid("2a8648ce3d040302")); // ecdsa-with-SHA256
    private static final byte[] VALIDITY = tlv(SEQUENCE, time("260101000000Z"), time("270101000000Z"));
    private static final byte[] KEY = tlv(SEQUENCE, ALGORITHM, tlv(0x03, new byte[] {0, 4, 1, 2}));

    private byte[] version = tlv(0xA0, tlv(0x02, new byte[] {2}));
    private byte[] serial = tlv(0x02, new byte[] {0x0A, 0x1B});
    private byte[] issuer = name(rdn(commonName("Test CA")));
    private byte[] subject = name(rdn(commonName("device-1")));
    private byte[] extensions = {};

    static byte[] withSubject(byte[]... rdns) {
        DerCertificate certificate = new DerCertificate();
        certificate.subject = name(rdns);
        return certificate.encode();
    }

    static byte[] withIssuer(byte[]... rdns) {
        DerCertificate certificate = new DerCertificate();
        certificate.issuer = name(rdns);
        return certificate.encode();
    }

    static byte[] withSan(byte[]... generalNames) {
        return withExtensions(san(generalNames));
    }

    static byte[] san(byte[]... generalNames) {
        return extension("551d11", tlv(OCTET_STRING, tlv(SEQUENCE, generalNames)));
    }

    static byte[] withExtensions(byte[]... list) {
        DerCertificate certificate = new DerCertificate();
        certificate.extensions = tlv(0xA3, tlv(SEQUENCE, list));
        return certificate.encode();
    }

    static byte[] withSerial(String hex) {
        DerCertificate certificate = new DerCertificate();
        certificate.serial = tlv(0x02, hex(hex));
        return certificate.encode();
    }

    static byte[] withVersion(byte[] version, byte[] extensions) {
        DerCertificate certificate = new DerCertificate();
        certificate.version = version;
        certificate.extensions = extensions;
        return certificate.encode();
    }

    byte[] encode() {
        byte[] toBeSigned = tlv(SEQUENCE, version, serial, ALGORITHM, issuer, VALIDITY, subject, KEY, extensions);
        return tlv(SEQUENCE, toBeSigned, ALGORITHM, tlv(0x03, new byte[] {0, 1}));
    }

    static byte[] name(byte[]... rdns) {
        return tlv(SEQUENCE, rdns);
    }

    static byte[] rdn(byte[]... attributes) {
        return tlv(SET, attributes);
    }

    static byte[] commonName(String text) {
        return attribute("550403", tlv(UTF8_STRING, utf8(text)));
    }

    /** An otherName with the type of a user principal name, 1.3.6.1.4.1.311.20.2.3. */
    static byte[] userPrincipalName(byte[] value) {
        return tlv(0xA0, oid("2b060104018237140203"), tlv(0xA0, value));
    }

    static byte[] attribute(String oidHex, byte[] value) {
        return tlv(SEQUENCE, oid(oidHex), value);
    }

    static byte[] extension(String oidHex, byte[] rest) {
        return tlv(SEQUENCE, oid(oidHex), rest);
    }

    static byte[] oid(String hex) {
        return tlv(0x06, hex(hex));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** One element with its length in the shortest form. */
    static byte[] tlv(int tag, byte[]... contents) {
        byte[] content = concat(contents);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] time(String text) {
        return tlv(0x17, text.getBytes(StandardCharsets.US_ASCII));
    }
}
