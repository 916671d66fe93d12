package io.mqttproxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows between the packages: one way only, from the composition root to the parsers. */
@AnalyzeClasses(packages = "io.mqttproxy", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("root")
            .definedBy("io.mqttproxy")
            .layer("listener")
            .definedBy("io.mqttproxy.listener..")
            .layer("selftest")
            .definedBy("io.mqttproxy.selftest..")
            .layer("discovery")
            .definedBy("io.mqttproxy.discovery..")
            .layer("admin")
            .definedBy("io.mqttproxy.admin..")
            .layer("adminclient")
            .definedBy("io.mqttproxy.adminclient..")
            .layer("relay")
            .definedBy("io.mqttproxy.relay..")
            .layer("tls")
            .definedBy("io.mqttproxy.tls..")
            .layer("config")
            .definedBy("io.mqttproxy.config..")
            .layer("identity")
            .definedBy("io.mqttproxy.identity..")
            .layer("mqtt")
            .definedBy("io.mqttproxy.mqtt..")
            .layer("proxyprotocol")
            .definedBy("io.mqttproxy.proxyprotocol..")
            .layer("routing")
            .definedBy("io.mqttproxy.routing..")
            .layer("metrics")
            .definedBy("io.mqttproxy.metrics..")
            .layer("rehearsal")
            .definedBy("io.mqttproxy.rehearsal..")
            .layer("doctor")
            .definedBy("io.mqttproxy.doctor..")
            .layer("takeover")
            .definedBy("io.mqttproxy.takeover..")
            .layer("pki")
            .definedBy("io.mqttproxy.pki..")
            .layer("convert")
            .definedBy("io.mqttproxy.convert..")
            .layer("bundles")
            .definedBy("io.mqttproxy.bundles..")
            .layer("systemd")
            .definedBy("io.mqttproxy.systemd..")
            .layer("json")
            .definedBy("io.mqttproxy.json..")
            .layer("trace")
            .definedBy("io.mqttproxy.trace..")
            .whereLayer("trace")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("json")
            .mayOnlyBeAccessedByLayers("admin", "discovery")
            .whereLayer("systemd")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("doctor")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("takeover")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("bundles")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("pki")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("convert")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("rehearsal")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("listener")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("admin")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("adminclient")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("selftest")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("discovery")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("relay")
            .mayOnlyBeAccessedByLayers("root", "listener", "selftest", "trace")
            .whereLayer("tls")
            .mayOnlyBeAccessedByLayers("root", "listener", "selftest", "relay", "discovery", "bundles")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("root", "listener", "selftest", "doctor", "relay", "tls", "discovery", "bundles")
            .whereLayer("identity")
            .mayOnlyBeAccessedByLayers("root", "listener", "relay", "tls", "config")
            .whereLayer("mqtt")
            .mayOnlyBeAccessedByLayers("listener", "relay")
            .whereLayer("proxyprotocol")
            .mayOnlyBeAccessedByLayers("root", "selftest", "listener", "relay");

    @ArchTest
    static final ArchRule OCSP_DOES_NOT_KNOW_WHO_ASKS = noClasses()
            .that()
            .resideInAnyPackage("io.mqttproxy.tls.ocsp..", "io.mqttproxy.tls.fetch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.mqttproxy.tls", "io.mqttproxy.tls.revocation..", "io.mqttproxy.tls.stapling..");

    @ArchTest
    static final ArchRule FETCHING_DOES_NOT_KNOW_WHAT_IT_CARRIES = noClasses()
            .that()
            .resideInAPackage("io.mqttproxy.tls.fetch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.mqttproxy.tls.ocsp..");

    @ArchTest
    static final ArchRule THE_ADMIN_CLIENT_KNOWS_HTTP_ONLY = noClasses()
            .that()
            .resideInAPackage("io.mqttproxy.adminclient..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "io.mqttproxy.routing..", "io.mqttproxy.relay..", "io.mqttproxy.admin..");

    @ArchTest
    static final ArchRule ROUTING_OPENS_NO_SOCKET = noClasses()
            .that()
            .resideInAPackage("io.mqttproxy.routing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "java.net..", "java.nio.channels..");

    @ArchTest
    static final ArchRule METRICS_KNOW_NO_NETTY = noClasses()
            .that()
            .resideInAPackage("io.mqttproxy.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule PARSERS_DO_NOT_LOG = noClasses()
            .that()
            .resideInAnyPackage("io.mqttproxy.mqtt..", "io.mqttproxy.proxyprotocol..", "io.mqttproxy.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.slf4j..");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule NOBODY_COUNTS_PROCESSORS_PAST_NETTY =
            noClasses().should().callMethod(Runtime.class, "availableProcessors");
}
