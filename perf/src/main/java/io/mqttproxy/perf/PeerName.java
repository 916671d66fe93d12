package io.mqttproxy.perf;

import io.mqttproxy.perf.peers.Kind;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A {@link Kind} of peer on the command line, by its label. */
final class PeerName implements ITypeConverter<Kind>, Iterable<String> {

    @Override
    public Kind convert(String label) {
        return Stream.of(Kind.values())
                .filter(kind -> kind.label().equals(label))
                .findAny()
                .orElseThrow(() ->
                        new TypeConversionException(label + " (expected: one of " + String.join(", ", this) + ")"));
    }

    @Override
    public Iterator<String> iterator() {
        return Stream.of(Kind.values()).map(Kind::label).iterator();
    }
}
