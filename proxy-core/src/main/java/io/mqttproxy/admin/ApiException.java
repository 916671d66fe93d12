package io.mqttproxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/** A request that cannot be done; the message says why and what would. */
final class ApiException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    private ApiException(HttpResponseStatus status, String message) {
        super(message, null, false, false); // strangers may cause it
        this.status = status.code();
    }

    static ApiException badRequest(String message) {
        return new ApiException(HttpResponseStatus.BAD_REQUEST, message);
    }

    static ApiException notFound(String message) {
        return new ApiException(HttpResponseStatus.NOT_FOUND, message);
    }

    static ApiException conflict(String message) {
        return new ApiException(HttpResponseStatus.CONFLICT, message);
    }

    AdminAnswer answer() {
        return AdminAnswer.error(HttpResponseStatus.valueOf(status), String.valueOf(getMessage()));
    }
}
