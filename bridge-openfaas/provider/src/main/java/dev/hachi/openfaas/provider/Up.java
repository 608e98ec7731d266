package dev.hachi.openfaas.provider;

import dev.hachi.openfaas.provider.rest.BasicAuth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./hachi up}: a local OpenFaaS until Ctrl-C. */
@Command(
    name = "./hachi up",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a local OpenFaaS whose functions are processes of this machine, until Ctrl-C. What is"
          + " deployed stays so for the next time; state in memory ends with the replicas.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  ./hachi up",
      "  ./hachi up --port 18080 --data /tmp/up --no-samples",
      "  curl localhost:8080/function/counter/alice/add -d 5"
    })
public final class Up implements Runnable {
  private static final int PORT_MAX = 65_535;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "for clients; 0 takes a free one (8080)")
  private int port = 8080;

  @Option(names = "--host", paramLabel = "ADDRESS", description = "where to listen (127.0.0.1)")
  private String host = "127.0.0.1";

  @Option(
      names = "--expose",
      description =
          "allow a --host beyond loopback: whoever has the password can run programs here, and"
              + " functions are called without it")
  private boolean expose;

  @Option(
      names = "--provider-port",
      paramLabel = "N",
      description = "listen there, too, for a real OpenFaaS gateway")
  private @Nullable Integer providerPort;

  @Option(names = "--data", paramLabel = "DIR", description = "all that is kept (~/.hachi/up)")
  private Path data = Path.of(System.getProperty("user.home"), ".hachi", "up");

  @Option(names = "--no-samples", description = "do not deploy the samples")
  private boolean noSamples;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "of a call until its answer begins (60)")
  private int timeout = 60;

  /** Runs it. */
  public static void main(String[] args) {
    int code = new CommandLine(new Up()).setParameterExceptionHandler(Up::misuse).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int misuse(ParameterException e, String[] args) {
    Say.line(e.getMessage() + "; see ./hachi up --help");
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public void run() {
    Path root = Path.of(System.getProperty("hachi.root", "")).toAbsolutePath().normalize();
    try {
      Samples samples = new Samples(root);
      Provider provider = new Provider(settings(root));
      CountDownLatch end = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(provider), "stop"));
      samples.register(data.resolve("registry.json"));
      if (!noSamples) {
        samples.deploy(provider.fleet());
      }
      greet(provider);
      end.await();
    } catch (IOException | IllegalStateException e) {
      Say.line(String.valueOf(e.getMessage()));
      Runtime.getRuntime().halt(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void greet(Provider provider) {
    String url =
        "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, provider.port());
    Say.line("OpenFaaS is at " + url + ", until Ctrl-C");
    Say.line("the user is admin, the password is in " + BasicAuth.file(data.toAbsolutePath()));
    provider
        .fleet()
        .statuses("openfaas-fn")
        .forEach(status -> Say.line("  %s/function/%s".formatted(url, status.name())));
  }

  /** As the process ends. */
  private static void stop(Provider provider) {
    Say.line("stopping; the replicas drain");
    try {
      provider.close();
    } catch (IOException e) {
      Say.line("this did not end well: " + e);
    }
    System.err.flush();
    // After a signal the JVM would report 130 or 143.
    Runtime.getRuntime().halt(0);
  }

  private Settings settings(Path root) {
    checkPort("--port", port);
    if (providerPort != null) {
      checkPort("--provider-port", providerPort);
    }
    if (timeout < 1 || timeout > 3600) {
      throw misuse("--timeout is %d; allowed is 1 to 3600".formatted(timeout));
    }
    InetAddress address = address();
    if (!address.isLoopbackAddress() && !expose) {
      throw misuse(
          "--host is \"%s\", which others reach; add --expose if they are to, or leave it out"
              .formatted(host));
    }
    return new Settings(
        address,
        port,
        providerPort,
        data,
        root,
        Path.of("").toAbsolutePath(),
        Duration.ofSeconds(timeout));
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw misuse("--host is \"%s\", which is no address".formatted(host));
    }
  }

  private void checkPort(String option, int value) {
    if (value < 0 || value > PORT_MAX) {
      throw misuse("%s is %d; allowed is 0 to %d".formatted(option, value, PORT_MAX));
    }
  }

  private ParameterException misuse(String sentence) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
  }
}
