package io.mqttproxy.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.perf.report.Work;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The command line of the comparison, as far as it measures nothing. */
class PerfTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --only  | full,resumd    | resumd (expected: one of full, mutual,
            --peers | proxy,haproxi  | haproxi (expected: one of proxy, haproxy, nginx,
            --with  | mine=proxi:/bin/sh  | --with: proxi (expected: one of proxy, haproxy, nginx,
            --with  | mine=haproxy:/nowhere  | --with: haproxy:/nowhere (expected: a kind of peer, a colon, and a program)
            """)
    void saysWhatIsMisspelledBeforeItMeasures(String option, String value, String complaint) {
        // when
        int exitCode = run("--home", home.toString(), "--peers", "stunnel", option, value);

        // then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains(complaint).doesNotContain("\tat ");
    }

    @Test
    void namesEveryWorkInItsHelp() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("full, mutual, mutual-new, resumed");
    }

    @ParameterizedTest
    @EnumSource
    void findsEveryWorkByItsLabel(Work work) {
        assertThat(new WorkName().convert(work.label())).isEqualTo(work);
    }

    private int run(String... arguments) {
        return Perf.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
