package io.mqttproxy.config;

/** {@code stdout}, {@code stderr}, {@code off} or a file; a file has a slash, so that no mistyped word becomes one. */
record AccessLogReader(Reading reading, Source source) implements TextReader<AccessLog> {
    @Override
    public AccessLog read(String text) throws BadValue {
        return switch (text) {
            case "stdout" -> AccessLog.STDOUT;
            case "stderr" -> new AccessLog(AccessLog.Target.STDERR, null);
            case "off" -> new AccessLog(AccessLog.Target.OFF, null);
            default -> file(text);
        };
    }

    @Override
    public String expected() {
        return "stdout, stderr, off, or a file such as ./access.log";
    }

    private AccessLog file(String text) throws BadValue {
        if (text.indexOf('/') < 0) {
            throw BadValue.plain();
        }
        return new AccessLog(
                AccessLog.Target.FILE,
                new FileRefReader(reading, source, FileRefReader.Use.WRITTEN, "a file in a folder that is there")
                        .read(text));
    }
}
