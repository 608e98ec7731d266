package dev.hachi.watchdog;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A request walks down the modules and never climbs. */
final class ArchitectureTest {
  private static final JavaClasses HACHI =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.hachi");

  @Test
  void authors_see_only_the_jdk_and_jspecify() {
    classes()
        .that()
        .resideInAPackage("dev.hachi.function..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "dev.hachi.function..")
        .check(HACHI);
  }

  @Test
  void functions_see_only_what_authors_see() {
    classes()
        .that()
        .resideInAPackage("dev.hachi.samples.*")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.jspecify..", "dev.hachi.function..", "dev.hachi.samples.*")
        .check(HACHI);
  }

  @Test
  void clients_of_functions_know_the_jdk_and_a_url() {
    classes()
        .that()
        .resideInAPackage("dev.hachi.samples.*.driver")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "dev.hachi.samples.*.driver")
        .check(HACHI);
  }

  @Test
  void the_runtime_knows_neither_http_nor_the_watchdog() {
    noClasses()
        .that()
        .resideInAPackage("dev.hachi.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.hachi.watchdog..", "io.netty..", "java.net.http..")
        .check(HACHI);
  }

  @Test
  void the_way_over_the_gateway_knows_the_runtime_only() {
    noClasses()
        .that()
        .resideInAPackage("dev.hachi.openfaas.gateway")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.hachi.watchdog..", "dev.hachi.sharding..", "io.netty..")
        .check(HACHI);
  }

  @Test
  void whoever_decides_about_replicas_knows_only_what_it_is_told() {
    noClasses()
        .that()
        .resideInAPackage("dev.hachi.openfaas.scaler")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.hachi.watchdog..",
            "dev.hachi.sharding..",
            "dev.hachi.runtime..",
            "dev.hachi.openfaas.gateway",
            "io.netty..")
        .check(HACHI);
  }

  @Test
  void the_watchdog_knows_the_runtime_by_its_router_and_not_by_its_actors() {
    noClasses()
        .that()
        .resideInAPackage("dev.hachi.watchdog..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.pekko..",
            "dev.hachi.runtime.entity..",
            "dev.hachi.runtime.store..",
            "dev.hachi.runtime.function..")
        .check(HACHI);
  }

  @Test
  void only_http_and_its_proxy_know_netty() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.hachi.watchdog.http", "dev.hachi.watchdog.proxy")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(HACHI);
  }

  @Test
  void only_the_metrics_package_knows_kamon() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.hachi.watchdog.metrics")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("kamon..")
        .check(HACHI);
  }

  @Test
  void the_parts_of_the_watchdog_do_not_know_the_whole() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.hachi.watchdog.*..")
        .and()
        .resideOutsideOfPackage("dev.hachi.watchdog.cli")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.hachi.watchdog")
        .check(HACHI);
  }

  @Test
  void a_container_starts_without_the_command_line() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.hachi.watchdog.cli")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.hachi.watchdog.cli", "picocli..")
        .check(HACHI);
  }
}
