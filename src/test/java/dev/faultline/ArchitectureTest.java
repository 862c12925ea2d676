package dev.faultline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.faultline.cluster.Applier;
import dev.faultline.cluster.Events;
import dev.faultline.cluster.EvictionTrials;
import dev.faultline.cluster.StatusWriter;
import dev.faultline.cluster.certificates.CertificateSecret;
import dev.faultline.cluster.election.SharedLease;
import dev.faultline.cluster.gameday.FaultAccount;
import dev.faultline.cluster.gameday.FaultRunner;
import dev.faultline.cluster.gameday.ReplicaFault;
import dev.faultline.cluster.gameday.Rights;
import dev.faultline.cluster.gameday.RunStore;
import dev.faultline.cluster.gameday.WorkloadLocks;
import dev.faultline.cluster.gameday.calendar.RunMaker;
import dev.faultline.cluster.gate.GateWriter;
import dev.faultline.cluster.injector.AuthorityMaps;
import dev.faultline.cluster.injector.HookWriter;
import dev.faultline.cluster.install.Removal;
import dev.faultline.cluster.install.RunsStop;
import dev.faultline.cluster.install.SelfTest;
import dev.faultline.cluster.install.Uninstall;
import dev.faultline.cluster.rollout.Restarter;
import dev.faultline.cluster.traffic.TokenReviews;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Imports point one way: api, pure, outside, entry, wiring. */
class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.faultline");

    private static final String API = "dev.faultline.api..";
    private static final String[] PURE = {
        "dev.faultline.envoy..",
        "dev.faultline.policy..",
        "dev.faultline.probe..",
        "dev.faultline.gameday..",
        "dev.faultline.injection.."
    };
    private static final String[] OUTSIDE = {
        "dev.faultline.cluster..", "dev.faultline.net..", "dev.faultline.xds..", "dev.faultline.telemetry.."
    };
    private static final String[] ENTRY = {"dev.faultline.controller..", "dev.faultline.webhook.."};

    @Test
    void theApiKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage(API)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.faultline..").and(resideOutside(API)))
                .check(CODE);
    }

    @Test
    void pureCodeKnowsOnlyTheApi() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(OUTSIDE)
                        .or(resideInAnyPackage(ENTRY))
                        .or(resideInAPackage("dev.faultline")))
                .check(CODE);
    }

    @Test
    void pureCodeTouchesNothingOutside() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.fabric8.kubernetes.client..",
                                "io.javaoperatorsdk..",
                                "io.quarkus..",
                                "io.micrometer..",
                                "io.grpc..",
                                "org.jboss.logging..",
                                "java.net..",
                                "java.nio.file..",
                                "java.io..")
                        // What writing into an array declares to throw.
                        .and(DescribedPredicate.not(assignableTo(IOException.class)))
                        .and(DescribedPredicate.not(assignableTo(UncheckedIOException.class))))
                .check(CODE);
    }

    @Test
    void pureCodeHasNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Instant.class, "now", Clock.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(CODE);
    }

    @Test
    void theOutsideDoesNotKnowTheEntry() {
        noClasses()
                .that()
                .resideInAnyPackage(OUTSIDE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(ENTRY).or(resideInAPackage("dev.faultline")))
                .check(CODE);
    }

    @Test
    void theEntryDoesNotKnowTheWiring() {
        noClasses()
                .that()
                .resideInAnyPackage(ENTRY)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.faultline"))
                .check(CODE);
    }

    @Test
    void fewWriteToTheCluster() {
        noClasses()
                .that()
                .resideInAPackage("dev.faultline..")
                .and()
                .doNotBelongToAnyOf(
                        Applier.class,
                        AuthorityMaps.class,
                        CertificateSecret.class,
                        Events.class,
                        EvictionTrials.class,
                        FaultAccount.class,
                        FaultRunner.class,
                        GateWriter.class,
                        HookWriter.class,
                        Removal.class,
                        ReplicaFault.class,
                        Restarter.class,
                        RunMaker.class,
                        Rights.class,
                        RunStore.class,
                        RunsStop.class,
                        SharedLease.class,
                        StatusWriter.class,
                        TokenReviews.class,
                        Uninstall.class,
                        WorkloadLocks.class,
                        SelfTest.class)
                .should()
                .callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.nameMatching(
                                "create|patch|update|delete|scale|serverSideApply|replace|edit|editStatus|evict"))
                        .and(JavaCall.Predicates.target(
                                HasOwner.Predicates.With.owner(resideInAPackage("io.fabric8.kubernetes.client..")))))
                .check(CODE);
    }

    @Test
    void controllersDoNotHoldAClient() {
        noClasses()
                .that()
                .resideInAnyPackage(ENTRY)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(KubernetesClient.class)
                .check(CODE);
    }

    /** What varies stands in fields, by the names of LogKeys. */
    @Test
    void aMessageThatPeopleSeeIsAFixedSentence() {
        noClasses()
                .that()
                .resideInAPackage("dev.faultline..")
                .should()
                .callMethodWhere(
                        JavaCall.Predicates.target(HasName.Predicates.nameMatching("(info|warn|error|fatal)(f|v)"))
                                .and(JavaCall.Predicates.target(
                                        HasOwner.Predicates.With.owner(resideInAPackage("org.jboss.logging..")))))
                .check(CODE);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.faultline.(**)").should().beFreeOfCycles().check(CODE);
    }

    private static DescribedPredicate<JavaClass> resideOutside(String packages) {
        return DescribedPredicate.not(resideInAPackage(packages));
    }
}
