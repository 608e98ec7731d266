package dev.hachi.openfaas.provider.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be deployed, as a client sends it; checked on creation, immutable. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Deployment(
    String service,
    String image,
    String namespace,
    String envProcess,
    Map<String, String> envVars,
    List<String> constraints,
    List<String> secrets,
    Map<String, String> labels,
    Map<String, String> annotations,
    @Nullable Resources limits,
    @Nullable Resources requests,
    boolean readOnlyRootFilesystem) {
  /** Replicas of one function on one machine. */
  public static final int REPLICAS_MAX = 16;

  private static final String MIN_LABEL = "com.openfaas.scale.min";
  private static final int TEXT_MAX = 64 * 1024;

  /** Fields that a client left out are null here. */
  public Deployment(
      @Nullable String service,
      @Nullable String image,
      @Nullable String namespace,
      @Nullable String envProcess,
      @Nullable Map<String, String> envVars,
      @Nullable List<String> constraints,
      @Nullable List<String> secrets,
      @Nullable Map<String, String> labels,
      @Nullable Map<String, String> annotations,
      @Nullable Resources limits,
      @Nullable Resources requests,
      boolean readOnlyRootFilesystem) {
    this.service = Names.function(service);
    this.image = text("image", image);
    this.namespace = Names.namespace(namespace);
    this.envProcess = text("envProcess", envProcess);
    this.envVars = texts("envVars", envVars);
    this.constraints = constraints == null ? List.of() : present("constraints", constraints);
    this.secrets = secrets == null ? List.of() : present("secrets", secrets);
    this.labels = texts("labels", labels);
    this.annotations = texts("annotations", annotations);
    this.limits = limits;
    this.requests = requests;
    this.readOnlyRootFilesystem = readOnlyRootFilesystem;
    if (this.image.isEmpty()) {
      throw Refused.bad("image is missing; name a folder, a jar or a name of the registry file");
    }
    this.envVars.keySet().forEach(Names::variable);
    this.secrets.forEach(Names::secret);
    var _ = min();
  }

  /** Which function it is. */
  public FunctionId id() {
    return new FunctionId(service, namespace);
  }

  /** How many replicas it starts with. */
  public int min() {
    String value = labels.getOrDefault(MIN_LABEL, "1");
    if (!value.matches("\\d{1,4}") || Integer.parseInt(value) > REPLICAS_MAX) {
      throw Refused.bad(
          "%s is \"%s\"; allowed is 0 to %d on one machine"
              .formatted(MIN_LABEL, value, REPLICAS_MAX));
    }
    return Integer.parseInt(value);
  }

  private static List<String> present(String field, List<String> values) {
    values.forEach(value -> text(field, value));
    return List.copyOf(values);
  }

  private static Map<String, String> texts(String field, @Nullable Map<String, String> values) {
    if (values == null) {
      return Map.of();
    }
    values.forEach((name, value) -> {
      text(field, name);
      text(field + "." + name, value);
    });
    return Map.copyOf(values);
  }

  @SuppressWarnings("NullAway") // What was parsed may have nulls anywhere.
  private static String text(String field, @Nullable String value) {
    if (value == null) {
      if (field.equals("image") || field.equals("envProcess")) {
        return "";
      }
      throw Refused.bad(field + " has a null; leave it out");
    }
    if (value.length() > TEXT_MAX || value.indexOf('\0') >= 0) {
      throw Refused.bad(
          "%s has %d characters; allowed are %d without NUL"
              .formatted(field, value.length(), TEXT_MAX));
    }
    return value;
  }
}
