package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.load.Call;
import dev.hachi.benchmarks.load.YardstickProcess;
import dev.hachi.chaos.nemesis.Deployment;
import dev.hachi.chaos.nemesis.Fleet;
import dev.hachi.chaos.nemesis.Product;
import dev.hachi.chaos.scale.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What scenarios run on: the product as it was built, and the yardstick. */
final class Rig implements AutoCloseable {
  private final BenchOptions options;
  private final Product product = Product.find();
  private final Path folder = folder(product);
  private final List<Runnable> ends = new ArrayList<>();
  private final YardstickProcess builtIn;
  private final Contestant yardstick;
  private boolean closed;

  /** This was closed while something ran on it, as by Ctrl-C. */
  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  Rig(BenchOptions options) throws IOException {
    this.options = options;
    Files.createDirectories(folder);
    this.builtIn = YardstickProcess.start();
    var url = options.yardstick();
    this.yardstick = url == null ? contestant(builtIn) : Contestant.at("the yardstick", url);
  }

  /** Until the code of the yardstick, and of the load, is compiled. */
  void warmUp() throws IOException {
    var _ = yardstick.ask(1_000, options.warmUp());
  }

  BenchOptions options() {
    return options;
  }

  /** Where results and logs of a checkout go. */
  static Path folder(Product product) {
    return product.root().resolve("runtime/benchmarks/target/bench");
  }

  /** For results and logs. */
  Path folder() {
    return folder;
  }

  /** What figures are divided by. */
  Contestant yardstick() {
    return yardstick;
  }

  /** The one that comes with this, also when figures are divided by another. */
  YardstickProcess builtIn() {
    return builtIn;
  }

  static Contestant contestant(YardstickProcess process) {
    return new Contestant(
        "the yardstick", List.of(process.server()), Call.counter(""), process::cpu);
  }

  /** The jar of a function: a sample's, or that of those which are made for this. */
  Path jar(String function) {
    return function.equals("counter")
        ? product.sample(function)
        : Product.only(product.root().resolve("runtime/benchmarks/target/functions"), "*.jar");
  }

  /** So many replicas, which take requests; their logs go to a folder of that name. */
  Running start(String name, String function, int replicas, Map<String, String> environment)
      throws IOException, InterruptedException {
    var all = new HashMap<>(environment);
    if (replicas == 1) {
      all.put("hachi_join", "none");
    }
    var fleet = fleet(name, new Deployment(function, jar(function), all, null), replicas);
    if (replicas > 1) {
      fleet.awaitJoined();
    }
    var running = new Running(fleet);
    running.awaitReady();
    return running;
  }

  /** One replica that has just been started, on its own. */
  Running startOne(String name, String function) throws IOException {
    var alone = Map.of("hachi_join", "none");
    return new Running(fleet(name, new Deployment(function, jar(function), alone, null), 1));
  }

  private synchronized Fleet fleet(String name, Deployment deployment, int replicas)
      throws IOException {
    var fleet =
        keep(
            new Fleet(product, deployment, Files.createDirectories(folder.resolve(name)), replicas),
            Fleet::close);
    for (var count = 0; count < replicas; count++) {
      var _ = fleet.start();
    }
    return fleet;
  }

  /** A yardstick of its own, to be closed by the caller. */
  YardstickProcess startYardstick() throws IOException {
    return keep(YardstickProcess.start(), YardstickProcess::close);
  }

  /** Some replicas of the counter with those who ask them, to be closed by the caller. */
  Site startSite(String name, int replicas, int keys) throws IOException {
    return keep(
        new Site(product, jar("counter"), folder.resolve(name), replicas, keys), Site::close);
  }

  /** Throws {@link Ended} once this was closed. */
  synchronized void checkOpen() {
    if (closed) {
      throw new Ended();
    }
  }

  /** What is still there when this is closed ends with it; after that nothing begins. */
  private synchronized <T> T keep(T started, Consumer<T> end) {
    if (closed) {
      end.accept(started);
      throw new Ended();
    }
    ends.add(() -> end.accept(started));
    return started;
  }

  /** Ends all processes, from any thread and more than once. */
  @Override
  public synchronized void close() {
    closed = true;
    ends.forEach(Runnable::run);
    builtIn.close();
  }
}
