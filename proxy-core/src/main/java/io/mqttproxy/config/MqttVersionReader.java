package io.mqttproxy.config;

/** What people call a version of MQTT, or its protocol level; read as the level. */
final class MqttVersionReader implements TextReader<Integer> {
    @Override
    public Integer read(String text) throws BadValue {
        return switch (text) {
            case "3", "3.1" -> 3;
            case "4", "3.1.1" -> 4;
            case "5", "5.0" -> 5;
            default -> throw BadValue.plain();
        };
    }

    @Override
    public String expected() {
        return "3.1, 3.1.1 or 5";
    }
}
