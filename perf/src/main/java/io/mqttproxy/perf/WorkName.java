package io.mqttproxy.perf;

import io.mqttproxy.perf.report.Work;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A {@link Work} on the command line, by its label. */
final class WorkName implements ITypeConverter<Work>, Iterable<String> {

    @Override
    public Work convert(String label) {
        return Stream.of(Work.values())
                .filter(work -> work.label().equals(label))
                .findAny()
                .orElseThrow(() ->
                        new TypeConversionException(label + " (expected: one of " + String.join(", ", this) + ")"));
    }

    @Override
    public Iterator<String> iterator() {
        return Stream.of(Work.values()).map(Work::label).iterator();
    }
}
