package io.mqttproxy.mqtt;

/**
 * What a client lets a server say to it; only MQTT 5 clients have a choice.
 *
 * @param maximumPacketSize the largest packet that it takes, in bytes; 0 when it sets no limit (section 3.1.2.11.4)
 * @param reasonString whether a Reason String may go with a reason code: Request Problem Information (section
 *     3.1.2.11.7), which a server may disregard in CONNACK and DISCONNECT but does well to honour
 */
public record AnswerLimits(int maximumPacketSize, boolean reasonString) {
    /** Of a client that says nothing about it. */
    public static final AnswerLimits NONE = new AnswerLimits(0, true);

    /** Of a packet that broke before its client could say anything: the answer is as short as can be. */
    public static final AnswerLimits UNKNOWN = new AnswerLimits(0, false);

    /** Whether a packet of so many bytes may be sent. */
    boolean allow(int packetSize) {
        return maximumPacketSize == 0 || packetSize <= maximumPacketSize;
    }
}
