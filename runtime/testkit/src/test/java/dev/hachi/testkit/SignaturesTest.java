package dev.hachi.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SignaturesTest {
  @Test
  void authors_see_only_the_jdk_their_api_and_the_kit_itself() {
    var kit =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.hachi.testkit");

    codeUnits()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .haveModifier(JavaModifier.PUBLIC)
        .should(nameOnlyWhatAuthorsKnow())
        .check(kit);
  }

  private static ArchCondition<JavaCodeUnit> nameOnlyWhatAuthorsKnow() {
    return new ArchCondition<>("name only what authors know") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
            .map(JavaType::getAllInvolvedRawTypes)
            .flatMap(types -> types.stream().map(JavaClass::getBaseComponentType))
            .filter(type -> !isKnown(type))
            .forEach(type ->
                events.add(
                    SimpleConditionEvent.violated(
                        unit, unit.getFullName() + " names " + type.getName())));
      }
    };
  }

  private static boolean isKnown(JavaClass type) {
    return type.isPrimitive()
        || type.getPackageName().startsWith("java.")
        || type.getPackageName().equals("dev.hachi.function")
        || type.getPackageName().equals("dev.hachi.testkit");
  }
}
