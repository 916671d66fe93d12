package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the engines really throw is seen in {@link ClientTrustTest}; these are the forms it can come in. */
class HandshakeFailureTest {

    static Stream<Arguments> reports() {
        return Stream.of(
                Arguments.of(HandshakeFailure.NOT_TLS, new NotSslRecordException("GET /")),
                Arguments.of(HandshakeFailure.UNKNOWN_SERVER_NAME, new UnknownServerNameException()),
                Arguments.of(HandshakeFailure.CLOSED_BY_CLIENT, new ClosedChannelException()),
                Arguments.of(HandshakeFailure.CLOSED_BY_CLIENT, new SslClosedEngineException("closed")),
                Arguments.of(HandshakeFailure.CLOSED_BY_CLIENT, new SocketException("Connection reset")),
                Arguments.of(HandshakeFailure.CLOSED_BY_CLIENT, new IOException("Connection reset by peer")),
                Arguments.of(
                        HandshakeFailure.NO_CERTIFICATE,
                        new SSLHandshakeException(
                                "error:100000c0:SSL routines:OPENSSL_internal:PEER_DID_NOT_RETURN_A_CERTIFICATE")),
                Arguments.of(
                        HandshakeFailure.NO_CERTIFICATE, new SSLHandshakeException("Empty client certificate chain")),
                Arguments.of(
                        HandshakeFailure.CERTIFICATE_EXPIRED,
                        new UntrustedClientException(HandshakeFailure.CERTIFICATE_EXPIRED, "over")),
                Arguments.of(HandshakeFailure.PROTOCOL, new TooLongFrameException("16777215 > 16384")),
                Arguments.of(HandshakeFailure.PROTOCOL, new SSLHandshakeException("no cipher suites in common")),
                Arguments.of(HandshakeFailure.PROTOCOL, new IllegalStateException()));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void classifiesWhatThePipelineReports(HandshakeFailure failure, Throwable report) {
        assertThat(HandshakeFailure.of(report)).isEqualTo(failure);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void looksThroughTheDecodersWrapping(HandshakeFailure failure, Throwable report) {
        assertThat(HandshakeFailure.of(new DecoderException(report))).isEqualTo(failure);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void looksThroughTheEnginesWrapping(HandshakeFailure failure, Throwable report) {
        SSLHandshakeException wrapped = new SSLHandshakeException("General OpenSslEngine problem");
        wrapped.initCause(report);

        assertThat(HandshakeFailure.of(wrapped)).isEqualTo(failure);
    }

    @Test
    void takesTheResetOfANativeSocketForTheClientsDoing() {
        Epoll.ensureAvailability();

        assertThat(HandshakeFailure.of(Errors.newIOException("recvAddress", Errors.ERRNO_ECONNRESET_NEGATIVE)))
                .isEqualTo(HandshakeFailure.CLOSED_BY_CLIENT);
    }

    @Test
    void doesNotRepeatWhatAClientSentInPlaceOfTls() {
        Throwable report = new DecoderException(new NotSslRecordException("not an SSL/TLS record: 101000044d515454"));

        assertThat(HandshakeFailure.describe(report)).isEqualTo("the first bytes are no TLS record");
    }

    @Test
    void takesNoStackTraceForWhatStrangersCanCauseAtWill() {
        assertThat(List.of(
                        new UnknownServerNameException(),
                        new UntrustedClientException(HandshakeFailure.NO_CERTIFICATE, "none")))
                .allSatisfy(refusal -> assertThat(refusal.getStackTrace()).isEmpty());
    }
}
