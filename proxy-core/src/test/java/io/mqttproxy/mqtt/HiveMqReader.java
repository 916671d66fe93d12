package io.mqttproxy.mqtt;

import com.codahale.metrics.MetricRegistry;
import com.hivemq.bootstrap.ClientConnectionContext;
import com.hivemq.bootstrap.UndefinedClientConnection;
import com.hivemq.codec.decoder.MQTTMessageDecoder;
import com.hivemq.codec.decoder.MqttConnectDecoder;
import com.hivemq.codec.encoder.mqtt5.Mqtt5PayloadFormatIndicator;
import com.hivemq.configuration.HivemqId;
import com.hivemq.configuration.service.FullConfigurationService;
import com.hivemq.configuration.service.impl.ConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.MqttConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.PersistenceConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.RestrictionsConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.SecurityConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.listener.ListenerConfigurationServiceImpl;
import com.hivemq.metrics.MetricsHolder;
import com.hivemq.metrics.handler.GlobalMQTTMessageCounter;
import com.hivemq.mqtt.message.ProtocolVersion;
import com.hivemq.mqtt.message.connect.CONNECT;
import com.hivemq.mqtt.message.connect.MqttWillPublish;
import com.hivemq.mqtt.message.mqtt5.Mqtt5UserProperties;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.statistics.UsageStatisticsConfigImpl;
import com.hivemq.util.ClientIds;
import io.mqttproxy.mqtt.ConnectFacts.Properties;
import io.mqttproxy.mqtt.ConnectFacts.WillFacts;
import io.mqttproxy.mqtt.ConnectFacts.WillProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The decoder of HiveMQ CE in its default configuration, without the broker around it. */
final class HiveMqReader implements ConnectReader {
    private final DecoderBench bench = new DecoderBench();
    private final HiveMqRefusals refusals = new HiveMqRefusals();
    private final FullConfigurationService configuration = new ConfigurationServiceImpl(
            new ListenerConfigurationServiceImpl(),
            new MqttConfigurationServiceImpl(),
            new RestrictionsConfigurationServiceImpl(),
            new SecurityConfigurationServiceImpl(),
            new UsageStatisticsConfigImpl(),
            new PersistenceConfigurationServiceImpl());
    private final MqttConnectDecoder connects;
    private final GlobalMQTTMessageCounter counter =
            new GlobalMQTTMessageCounter(new MetricsHolder(new MetricRegistry()));

    HiveMqReader() {
        HivemqId id = new HivemqId();
        connects = new MqttConnectDecoder(refusals, configuration, id, new ClientIds(id));
    }

    @Override
    public String name() {
        return "HiveMQ";
    }

    @Override
    public ConnectReading read(byte[] bytes) {
        UndefinedClientConnection connection = new UndefinedClientConnection(bench.channel(), null, null);
        bench.channel().attr(ClientConnectionContext.CHANNEL_ATTRIBUTE_NAME).set(connection);
        refusals.forget();
        MQTTMessageDecoder decoder =
                new MQTTMessageDecoder(connects, refusals, configuration.mqttConfiguration(), null, refusals, counter);
        // what follows the CONNECT would need the decoders that are not there
        decoder.setSingleDecode(true);
        Object message = bench.firstMessage(decoder, bytes);
        if (message instanceof CONNECT connect) {
            return new ConnectReading.Read(facts(connect, connection.isClientIdAssigned()));
        }
        String refusal = refusals.first();
        return refusal == null ? new ConnectReading.Waiting() : new ConnectReading.Refused(refusal);
    }

    private static ConnectFacts facts(CONNECT connect, boolean assigned) {
        ProtocolVersion version = connect.getProtocolVersion();
        boolean mqtt5 = version == ProtocolVersion.MQTTv5;
        MqttWillPublish will = connect.getWillPublish();
        return new ConnectFacts(
                mqtt5 ? 5 : version == ProtocolVersion.MQTTv3_1_1 ? 4 : 3,
                connect.isCleanStart(),
                connect.getKeepAlive(),
                assigned ? "" : connect.getClientIdentifier(),
                connect.getUsername(),
                ConnectFacts.binaryOrNull(connect.getPassword()),
                will == null ? null : will(will, mqtt5),
                mqtt5 ? properties(connect) : Properties.NONE);
    }

    private static Properties properties(CONNECT connect) {
        return new Properties(
                connect.getSessionExpiryInterval(),
                connect.getReceiveMaximum(),
                Math.min(connect.getMaximumPacketSize(), ConnectFacts.NO_PACKET_LIMIT),
                connect.getTopicAliasMaximum(),
                connect.isResponseInformationRequested(),
                connect.isProblemInformationRequested(),
                connect.getAuthMethod(),
                ConnectFacts.binaryOrNull(connect.getAuthData()),
                user(connect.getUserProperties()));
    }

    private static WillFacts will(MqttWillPublish will, boolean mqtt5) {
        return new WillFacts(
                will.getTopic(),
                ConnectFacts.binary(will.getPayload()),
                will.getQos().getQosNumber(),
                will.isRetain(),
                mqtt5 ? willProperties(will) : WillProperties.NONE);
    }

    private static WillProperties willProperties(MqttWillPublish will) {
        long expiry = will.getMessageExpiryInterval();
        return new WillProperties(
                will.getDelayInterval(),
                expiry == PUBLISH.MESSAGE_EXPIRY_INTERVAL_NOT_SET ? ConnectFacts.NEVER : expiry,
                will.getPayloadFormatIndicator() == Mqtt5PayloadFormatIndicator.UTF_8,
                will.getContentType(),
                will.getResponseTopic(),
                ConnectFacts.binaryOrNull(will.getCorrelationData()),
                user(will.getUserProperties()));
    }

    private static List<Map.Entry<String, String>> user(@Nullable Mqtt5UserProperties from) {
        return from == null
                ? List.of()
                : from.asList().stream()
                        .map(property -> Map.entry(property.getName(), property.getValue()))
                        .toList();
    }
}
