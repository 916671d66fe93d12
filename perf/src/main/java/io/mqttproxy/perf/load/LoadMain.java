package io.mqttproxy.perf.load;

import io.mqttproxy.perf.measure.Processes;
import io.mqttproxy.perf.pki.Authority;
import io.mqttproxy.perf.pki.Devices;
import io.mqttproxy.perf.pki.Pem;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * The process of the devices. Arguments: where to write the CA certificate of devices, and the process id of the broker.
 * Says {@code ready}, then answers each line with a {@link Job} by one with an {@link Outcome}, until its input ends.
 */
public final class LoadMain {

    /** Said when jobs are taken. */
    public static final String READY = "ready";

    private LoadMain() {}

    /** See above. */
    public static void main(String[] args)
            throws IOException, GeneralSecurityException, InterruptedException, ExecutionException {
        Authority authority = Authority.create("Perf Device CA");
        Files.writeString(Path.of(args[0]), Pem.of(authority.certificate()));
        Devices devices = new Devices(authority);
        List<Long> own = List.of(ProcessHandle.current().pid(), Long.valueOf(args[1]));
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ClientTls tls = new ClientTls(devices);
        JobRunner runner = new JobRunner(group.next(), tls, Processes.ofThisMachine(), own);
        System.out.println(READY);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            Job job = Job.parse(line);
            devices.grow(job.devices());
            System.out.println(runner.run(job).get().toLine());
        }
        group.shutdownGracefully().addListener(down -> tls.close());
    }
}
