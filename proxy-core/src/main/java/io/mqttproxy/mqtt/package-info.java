/**
 * The first packets of an MQTT connection, read and written by hand: CONNECT, CONNACK, AUTH and DISCONNECT, in MQTT
 * 3.1, 3.1.1 and 5.
 *
 * <p>Start reading at {@link io.mqttproxy.mqtt.ConnectDecoder}, which cuts one CONNECT out of what the client sends,
 * and {@link io.mqttproxy.mqtt.ConnectParser}, which says what stands in it. After the CONNECT the bytes are relayed
 * unread, so no other packet is parsed here; {@link io.mqttproxy.mqtt.PacketBoundaries} looks at types and lengths only.
 *
 * <p>Parsers are pure: bytes in, a record or one stackless {@link io.mqttproxy.mqtt.MalformedPacketException} out.
 * They neither log nor count, write or close. Everything runs on the event loop of its channel and nothing is shared
 * between connections.
 *
 * <p>Sources: MQTT 3.1 (IBM, 2010), MQTT 3.1.1 and MQTT 5.0 (OASIS). Section numbers are those of MQTT 5.0 unless
 * another version is named.
 */
@NullMarked
package io.mqttproxy.mqtt;

import org.jspecify.annotations.NullMarked;
