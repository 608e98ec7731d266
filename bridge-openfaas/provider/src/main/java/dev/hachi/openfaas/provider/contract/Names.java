package dev.hachi.openfaas.provider.contract;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which names functions, namespaces, secrets and variables may have: those of Kubernetes. */
public final class Names {
  /** Where a function is that names no namespace. */
  public static final String NAMESPACE_DEFAULT = "openfaas-fn";

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern SECRET = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][-A-Za-z0-9_.]{0,254}");
  private static final String LABEL_RULE =
      "1 to 63 of a-z, 0-9 and -, with a letter or digit at both ends";

  private Names() {}

  /** Checked. */
  public static String function(@Nullable String name) {
    return matching("the function's name", LABEL, name, LABEL_RULE);
  }

  /** Checked; the default one when it is null or empty. */
  public static String namespace(@Nullable String name) {
    return name == null || name.isEmpty()
        ? NAMESPACE_DEFAULT
        : matching("the namespace", LABEL, name, LABEL_RULE);
  }

  /** Checked; fit for a file's name. */
  public static String secret(@Nullable String name) {
    return matching(
        "the secret's name",
        SECRET,
        name,
        "1 to 253 of a-z, 0-9, - and ., with a letter or digit at both ends");
  }

  /** Checked; of an environment variable. */
  static void variable(String name) {
    matching("the variable's name", VARIABLE, name, "letters, digits, _, - and .");
  }

  private static String matching(
      String what, Pattern pattern, @Nullable String value, String allowed) {
    if (value == null || !pattern.matcher(value).matches()) {
      throw Refused.bad("%s is %s; allowed are %s".formatted(what, shown(value), allowed));
    }
    return value;
  }

  private static String shown(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "missing";
    }
    String visible = value.replaceAll("\\p{Cntrl}", "?");
    return '"' + (visible.length() > 80 ? visible.substring(0, 80) + "..." : visible) + '"';
  }
}
