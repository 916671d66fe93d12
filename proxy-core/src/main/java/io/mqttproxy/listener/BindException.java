package io.mqttproxy.listener;

import java.io.IOException;
import java.net.InetSocketAddress;

/** An address that could not be bound. */
public final class BindException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Says which address and why. */
    public BindException(InetSocketAddress address, Throwable cause) {
        super(
                address.getHostString() + ":" + address.getPort() + ": "
                        + (address.isUnresolved() ? "this name has no address" : cause.getMessage()),
                cause);
    }
}
