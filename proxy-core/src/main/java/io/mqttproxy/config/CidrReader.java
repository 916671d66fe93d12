package io.mqttproxy.config;

/** A network such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}, or a single address; always read as one with a length. */
final class CidrReader implements TextReader<String> {
    @Override
    public String read(String text) throws BadValue {
        int slash = text.indexOf('/');
        String addressText = slash < 0 ? text : text.substring(0, slash);
        byte[] address = IpLiteral.parse(addressText);
        if (address == null) {
            throw BadValue.plain();
        }
        int bits = address.length * 8;
        int length = slash < 0 ? bits : new IntegerReader(0, bits).read(text.substring(slash + 1));
        if (hasBitsBehind(address, length)) {
            throw BadValue.expected("no bits set behind the first " + length + ", or " + addressText + "/" + bits);
        }
        return addressText + "/" + length;
    }

    @Override
    public String expected() {
        return "a network such as 10.0.0.0/8 or 2001:db8::/32";
    }

    private static boolean hasBitsBehind(byte[] address, int length) {
        for (int bit = length; bit < address.length * 8; bit++) {
            if ((address[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                return true;
            }
        }
        return false;
    }
}
