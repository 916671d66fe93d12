package io.mqttproxy;

import io.mqttproxy.admin.JsonObject;
import io.mqttproxy.doctor.Advice;
import io.mqttproxy.doctor.Machine;
import io.netty.util.NettyRuntime;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code doctor -c proxy.yaml}: whether this machine can keep what the configuration promises, line by line. */
@Command(
        name = "doctor",
        description = {
            "Say whether this machine can keep what the configuration promises:",
            "limits, kernel settings, memory, certificates, backends. Exits with 1 when something fails."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private OutputFormat format = new OutputFormat();

    @Spec
    private CommandSpec spec;

    DoctorCommand() {
        spec = CommandSpec.create(); // replaced by picocli before the command is called
    }

    @Override
    public Integer call() {
        List<Advice> advice = new Examination(thisMachine()).run(settings.loader(), settings.config());
        boolean fine = advice.stream().noneMatch(each -> each.level() == Advice.Level.FAIL);
        PrintWriter out = spec.commandLine().getOut();
        if (format.json()) {
            out.println(new JsonObject()
                    .with("file", settings.config().toString())
                    .with("ok", fine)
                    .with("checks", advice.stream().map(DoctorCommand::json).toList()));
        } else {
            advice.forEach(out::println);
        }
        return fine ? ExitCode.OK : ExitCode.CONFIGURATION;
    }

    private static JsonObject json(Advice advice) {
        return new JsonObject()
                .with("level", advice.level().word())
                .with("subject", advice.subject())
                .with("text", advice.text());
    }

    private static Machine thisMachine() {
        return new Machine(
                Path.of("/"),
                NettyRuntime.availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                Path.of(System.getProperty("io.netty.native.workdir", System.getProperty("java.io.tmpdir", "."))),
                Instant.now());
    }
}
