package io.mqttproxy;

import io.mqttproxy.pki.CertificateFolder;
import io.mqttproxy.pki.SubjectName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gen-certs DIR}: a CA, its CRL, a server and devices, and a proxy.yaml that uses them. */
@Command(
        name = "gen-certs",
        description = {
            "Make a CA with its CRL, a server certificate and device certificates, EC P-256 in PEM,",
            "and print a proxy.yaml that uses them. Who has ca.key can make more: keep it, or delete it."
        },
        mixinStandardHelpOptions = true)
final class GenCertsCommand implements Callable<Integer> {

    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");
    private static final int LONGEST = 3650; // days

    @Parameters(paramLabel = "DIR", description = "the folder; it is made when it is not there")
    private Path folder = Path.of(".");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "a DNS name or IP address of the server; may be repeated (default: localhost, 127.0.0.1, ::1)")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "a device, by its common name; may be repeated (default: device-1, device-2)")
    private List<String> devices = new ArrayList<>();

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "365",
            description = "how long everything is valid (default: ${DEFAULT-VALUE})")
    private int days = 365;

    @Option(names = "--force", description = "replace files that are there")
    private boolean force;

    @Spec
    private CommandSpec spec;

    GenCertsCommand() {
        spec = CommandSpec.create(); // replaced by picocli before the command is called
    }

    @Override
    public Integer call() throws GeneralSecurityException {
        List<SubjectName> servers = servers();
        List<String> clients = clients();
        if (days < 1 || days > LONGEST) {
            throw usage("--days: " + days + " (expected: 1 to " + LONGEST + ")");
        }
        PrintWriter err = spec.commandLine().getErr();
        CertificateFolder files = new CertificateFolder(folder.toAbsolutePath().normalize());
        try {
            files.fill(servers, clients, Duration.ofDays(days), force).forEach(file -> err.println("wrote " + file));
            spec.commandLine().getOut().print(configuration(files));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (FileAlreadyExistsException e) {
            err.println("already there: " + e.getMessage() + " (expected: another folder, or --force to replace it)");
        } catch (IOException e) {
            err.println("cannot write: " + e.getMessage() + " (expected: a folder that may be written to)");
        }
        return ExitCode.CONFIGURATION;
    }

    private List<SubjectName> servers() {
        try {
            List<String> given = names.isEmpty() ? List.of("localhost", "127.0.0.1", "::1") : names;
            return given.stream().distinct().map(SubjectName::new).toList();
        } catch (IllegalArgumentException e) {
            throw usage("--name: " + e.getMessage());
        }
    }

    private List<String> clients() {
        List<String> given = devices.isEmpty() ? List.of("device-1", "device-2") : devices;
        for (String device : given) {
            if (!DEVICE.matcher(device).matches() || CertificateFolder.reserved(device)) {
                throw usage("--device: " + device
                        + " (expected: up to 64 letters, digits, -, _ and ., other than ca and server)");
            }
        }
        return List.copyOf(new LinkedHashSet<>(given));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static String configuration(CertificateFolder files) {
        return """
                certificates:
                  server: {certFile: %s, keyFile: %s}

                listeners:
                  mqtts:
                    bind: 0.0.0.0:8883
                    tls:
                      certificates: [server]
                      clientAuth: required
                      caFile: %s
                      crl: {files: [%s]}
                    identity: {from: subject.cn}
                    connect: {username: "${identity}"}

                clusters:
                  brokers:
                    backends: [127.0.0.1:1883] # your brokers
                """.formatted(
                        quoted(files.certificate("server")),
                        quoted(files.key("server")),
                        quoted(files.certificate("ca")),
                        quoted(files.crl()));
    }

    /** YAML in single quotes, where only they themselves mean something; a variable in a path is escaped. */
    private static String quoted(Path file) {
        return "'" + file.toString().replace("'", "''").replace("${", "$${") + "'";
    }
}
