package dev.hachi.samples.flightdelays.driver;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends every flight of a file to the function and prints the worst airports.
 *
 * <p>One client sends all flights of an airport, one after another. A flight that is repeated is
 * therefore the newest of its key, and the function, which remembers a limited number of ids per
 * key, still knows it: nothing counts twice.
 */
final class Replay {
  private static final int WORST = 10;

  private final FunctionClient client;
  private final int clients;

  private Replay(FunctionClient client, int clients) {
    this.client = client;
    this.clients = clients;
  }

  static void main(String[] args) throws InterruptedException {
    System.exit(run(args, System.out, System.err));
  }

  /** The exit status: 0, 1 when the replay failed, 2 when the arguments are wrong. */
  static int run(String[] args, PrintStream out, PrintStream err) throws InterruptedException {
    try {
      var options = Options.parse(args);
      if (options.help()) {
        out.print(Options.HELP);
      } else {
        replay(options, out, err);
      }
      return 0;
    } catch (Options.Misuse e) {
      err.println("replay: " + e.getMessage() + "; see --help");
      return 2;
    } catch (Failure e) {
      err.println("replay: " + e.getMessage());
      return 1;
    }
  }

  private static void replay(Options options, PrintStream out, PrintStream err)
      throws Failure, InterruptedException {
    var byAirport = Flight.byAirport(options.file());
    var flights = byAirport.values().stream().mapToInt(List::size).sum();
    try (var client = new FunctionClient(options.url())) {
      client.check();
      var replay = new Replay(client, options.clients());
      var progress = Progress.on(err, flights);
      replay.sendAll(byAirport, progress);
      progress.finish();
      out.print(Table.worst(WORST, replay.summaries(byAirport)));
    }
  }

  private void sendAll(Map<String, List<Flight>> byAirport, Progress progress)
      throws Failure, InterruptedException {
    var busiestFirst = new ArrayList<>(byAirport.values());
    busiestFirst.sort((one, other) -> Integer.compare(other.size(), one.size()));
    forEach(
        busiestFirst,
        flights -> {
          for (var flight : flights) {
            client.record(flight);
            progress.step();
          }
          return flights.size();
        });
  }

  private List<Summary> summaries(Map<String, List<Flight>> byAirport)
      throws Failure, InterruptedException {
    return forEach(byAirport.keySet(), client::summary);
  }

  /** The results of {@code task} for all items, taken in order; the first failure ends them all. */
  private <T, R> List<R> forEach(Collection<T> items, Task<T, R> task)
      throws Failure, InterruptedException {
    var threads = Executors.newFixedThreadPool(clients, Thread.ofVirtual().factory());
    var failed = new AtomicReference<@Nullable Failure>();
    try {
      var finished = new ExecutorCompletionService<R>(threads);
      for (var item : items) {
        var _ = finished.submit(() -> runUnlessFailed(task, item, failed));
      }
      var results = new ArrayList<R>();
      while (results.size() < items.size()) {
        results.add(finished.take().get());
      }
      return results;
    } catch (ExecutionException e) {
      var failure = failed.get();
      if (failure != null) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** A client that has just failed must not begin with the next item before anybody looks. */
  private static <T, R> R runUnlessFailed(
      Task<T, R> task, T item, AtomicReference<@Nullable Failure> failed)
      throws Failure, InterruptedException {
    if (failed.get() != null) {
      throw new CancellationException();
    }
    try {
      return task.run(item);
    } catch (Failure e) {
      failed.compareAndSet(null, e);
      throw e;
    }
  }

  private interface Task<T, R> {
    R run(T item) throws Failure, InterruptedException;
  }
}
