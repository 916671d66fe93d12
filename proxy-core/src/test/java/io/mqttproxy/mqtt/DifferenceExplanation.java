package io.mqttproxy.mqtt;

import java.util.regex.Pattern;

/**
 * Why a kind of difference between our parser and another reader is no fault of ours.
 *
 * @param reader whom it concerns, as a pattern
 * @param why what the one that refuses says, as a pattern
 * @param section where the specification says so; MQTT 5 unless another version is named
 */
record DifferenceExplanation(Difference.Kind kind, Pattern reader, Pattern why, String section, String explanation) {

    /** Of packets of any version, and those that break off before it. */
    static DifferenceExplanation weRefuse(String why, String section, String explanation) {
        return weRefuse("(no )?MQTT.*", why, section, explanation);
    }

    /** Of packets of some versions only, as a pattern. */
    static DifferenceExplanation weRefuse(String versions, String why, String section, String explanation) {
        return of(Difference.Kind.WE_REFUSE, ".*", "(?:" + versions + "): (?:" + why + ")", section, explanation);
    }

    static DifferenceExplanation theyRefuse(String reader, String why, String section, String explanation) {
        return of(Difference.Kind.THEY_REFUSE, reader, why, section, explanation);
    }

    private static DifferenceExplanation of(
            Difference.Kind kind, String reader, String why, String section, String explanation) {
        return new DifferenceExplanation(kind, Pattern.compile(reader), Pattern.compile(why), section, explanation);
    }

    boolean covers(Difference difference) {
        return difference.kind() == kind
                && reader.matcher(difference.reader()).matches()
                && why.matcher(difference.why()).matches();
    }
}
