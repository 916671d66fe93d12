package io.mqttproxy.identity;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The times of a certificate as RFC 5280 section 4.1.2.5 wants them: to the second, in UTC, two forms by century. */
final class DerTime {

    private static final int UTC_TIME_LENGTH = "YYMMDDHHMMSSZ".length();
    private static final int GENERALIZED_TIME_LENGTH = "YYYYMMDDHHMMSSZ".length();
    private static final int FIRST_YEAR_OF_LAST_CENTURY = 50;

    private DerTime() {}

    /**
     * Reads a time.
     *
     * @throws IdentityException when it is of another form or no date at all
     */
    static Instant read(String name, DerReader reader) throws IdentityException {
        boolean utcTime = reader.nextIs(DerReader.UTC_TIME);
        DerReader.DerElement element = reader.next(utcTime ? DerReader.UTC_TIME : DerReader.GENERALIZED_TIME);
        int length = utcTime ? UTC_TIME_LENGTH : GENERALIZED_TIME_LENGTH;
        if (element.length() != length || element.at(length - 1) != 'Z') {
            throw malformed(name);
        }
        int yearDigits = utcTime ? 2 : 4;
        int year = number(name, element, 0, yearDigits);
        if (utcTime) {
            year += year < FIRST_YEAR_OF_LAST_CENTURY ? 2000 : 1900;
        }
        try {
            return LocalDateTime.of(
                            year,
                            number(name, element, yearDigits, 2),
                            number(name, element, yearDigits + 2, 2),
                            number(name, element, yearDigits + 4, 2),
                            number(name, element, yearDigits + 6, 2),
                            number(name, element, yearDigits + 8, 2))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw malformed(name);
        }
    }

    private static int number(String name, DerReader.DerElement element, int index, int digits)
            throws IdentityException {
        int number = 0;
        for (int i = index; i < index + digits; i++) {
            int digit = element.at(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed(name);
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static IdentityException malformed(String name) {
        return new IdentityException(
                name + ": not a time as certificates write it (expected: RFC 5280 section 4.1.2.5)");
    }
}
