package dev.hachi.chaos.plants;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One change of the product: of the only method {@code method} of {@code type}.
 *
 * @param type the class, by its full name
 */
record Edit(String type, String method, Way way) {
  private static final ClassDesc CLOCK = ClassDesc.of("java.time.Clock");
  private static final ClassDesc LIST = ClassDesc.of("java.util.List");
  private static final ClassDesc SET = ClassDesc.of("java.util.Set");

  /** What it does from now on. */
  sealed interface Way {
    /** Nothing but answering so. */
    record Answers(boolean answer) implements Way {}

    /** Nothing at all. */
    record DoesNothing() implements Way {}

    /** Where it looked at one field it looks at another one of the same type. */
    record LooksAt(String field, String instead) implements Way {}

    /** The list that it asks for by {@code accessor} is always empty. */
    record GetsNothing(String accessor) implements Way {}

    /** What it asks for by {@code accessor} is always null. */
    record GetsNull(String accessor) implements Way {}

    /** Its third argument is null when its second is more than {@code known} of the same object. */
    record LosesWhatIsMoreThan(String known) implements Way {}

    /** The clock that it takes is one that jumps. */
    record Jumps() implements Way {}

    /** Its first argument, a set, has all that was ever in it. */
    record ForgetsNobody() implements Way {}
  }

  /**
   * The class as it is after this.
   *
   * @throws IllegalStateException when it has no such method, or nothing to change in it
   */
  byte[] applyTo(byte[] original) {
    var file = ClassFile.of();
    var model = file.parse(original);
    var methods =
        model.methods().stream().filter(one -> one.methodName().equalsString(method)).count();
    if (methods != 1) {
      throw new IllegalStateException(
          "%s has %d methods %s instead of one: what is planted there does not fit any more"
              .formatted(type, methods, method));
    }
    var changes = new AtomicInteger();
    var edited =
        file.transformClass(
            model,
            ClassTransform.transformingMethods(
                one -> one.methodName().equalsString(method), transform(changes)));
    if (changes.get() != 1) {
      throw new IllegalStateException(
          "%s.%s has %d places for %s instead of one: what is planted there does not fit any more"
              .formatted(type, method, changes.get(), way));
    }
    return edited;
  }

  private MethodTransform transform(AtomicInteger changes) {
    return switch (way) {
      case Way.Answers(var answer) ->
          body(changes, code -> code.loadConstant(answer ? 1 : 0).ireturn());
      case Way.DoesNothing _ -> body(changes, CodeBuilder::return_);
      case Way.LooksAt(var field, var instead) ->
          instructions((code, element) -> {
            if (element instanceof FieldInstruction get
                && get.opcode() == Opcode.GETFIELD
                && get.name().equalsString(field)) {
              changes.incrementAndGet();
              code.getfield(get.owner().asSymbol(), instead, get.typeSymbol());
            } else {
              code.with(element);
            }
          });
      case Way.GetsNothing(var accessor) ->
          instructions((code, element) -> {
            if (element instanceof InvokeInstruction call && call.name().equalsString(accessor)) {
              changes.incrementAndGet();
              code.pop().invokestatic(LIST, "of", MethodTypeDesc.of(LIST), true);
            } else {
              code.with(element);
            }
          });
      case Way.GetsNull(var accessor) ->
          instructions((code, element) -> {
            if (element instanceof InvokeInstruction call && call.name().equalsString(accessor)) {
              changes.incrementAndGet();
              code.pop().aconst_null();
            } else {
              code.with(element);
            }
          });
      case Way.Jumps _ ->
          instructions((code, element) -> {
            if (element instanceof InvokeInstruction call
                && call.name().equalsString("systemUTC")) {
              changes.incrementAndGet();
              code.invokestatic(
                  ClassDesc.of(JumpingClock.class.getName()),
                  "ofThisProcess",
                  MethodTypeDesc.of(CLOCK));
            } else {
              code.with(element);
            }
          });
      case Way.LosesWhatIsMoreThan(var known) ->
          MethodTransform.transformingCode(
              new First(
                  changes,
                  code -> {
                    var end = code.newLabel();
                    code.iload(2)
                        .aload(0)
                        .invokevirtual(
                            ClassDesc.of(type), known, MethodTypeDesc.of(ConstantDescs.CD_int))
                        .if_icmple(end)
                        .aconst_null()
                        .astore(3)
                        .labelBinding(end);
                  }));
      case Way.ForgetsNobody _ ->
          MethodTransform.transformingCode(
              new First(
                  changes,
                  code ->
                      code.aload(1)
                          .invokestatic(
                              ClassDesc.of(Ever.class.getName()),
                              "seen",
                              MethodTypeDesc.of(SET, SET))
                          .astore(1)));
    };
  }

  private static MethodTransform body(AtomicInteger changes, Consumer<CodeBuilder> code) {
    return (method, element) -> {
      if (element instanceof CodeModel) {
        changes.incrementAndGet();
        method.withCode(code);
      } else {
        method.with(element);
      }
    };
  }

  private static MethodTransform instructions(CodeTransform transform) {
    return MethodTransform.transformingCode(transform);
  }

  /** Something before all else. */
  private record First(AtomicInteger changes, Consumer<CodeBuilder> before)
      implements CodeTransform {
    @Override
    public void atStart(CodeBuilder code) {
      changes.incrementAndGet();
      before.accept(code);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      code.with(element);
    }
  }
}
