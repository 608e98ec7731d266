package dev.hachi.runtime;

import com.typesafe.config.Config;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.MonitorableThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs an actor on the thread of whoever tells it something, unless another one is at it already,
 * which then sees to that as well. So a message costs no other thread's waking, which is most of
 * what it costs otherwise (docs/adr/0012). For actors that never block.
 */
public final class CallersThread extends ExecutorServiceConfigurator {
  /** For actors that are to run like this. */
  public static final DispatcherSelector DISPATCHER =
      DispatcherSelector.fromConfig("hachi.callers-thread");

  /** As Pekko makes it for a dispatcher whose executor this is. */
  public CallersThread(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    var pekkos = (MonitorableThreadFactory) threads;
    return () -> new Here(pekkos.name() + "-scheduler-", pekkos.exceptionHandler());
  }

  private static final class Here extends AbstractExecutorService {
    /** After as many rounds of the dispatcher's throughput whoever told something is let go. */
    private static final int ROUNDS_MAX = 4;

    /** A mailbox that the current thread is at. */
    private static final class Round {
      final Runnable mailbox;
      boolean again;

      Round(Runnable mailbox) {
        this.mailbox = mailbox;
      }
    }

    private static final ThreadLocal<@Nullable Round> INNERMOST = new ThreadLocal<>();

    private final String timers;
    private final UncaughtExceptionHandler fatal;
    private volatile boolean ended;

    /**
     * @param timers how the name of the thread begins on which all timers of the system wait,
     *     heartbeats too: no actor runs there
     * @param fatal what ends the JVM after errors that actors cannot handle
     */
    Here(String timers, UncaughtExceptionHandler fatal) {
      this.timers = timers;
      this.fatal = fatal;
    }

    /** A mailbox that is not empty at its end asks to be run again: that must go no deeper. */
    @Override
    public void execute(Runnable mailbox) {
      var around = INNERMOST.get();
      if (around != null && around.mailbox.equals(mailbox)) {
        around.again = true;
      } else if (Thread.currentThread().getName().startsWith(timers)) {
        elsewhere(mailbox);
      } else {
        here(mailbox, around);
      }
    }

    private void elsewhere(Runnable mailbox) {
      Thread.startVirtualThread(() -> here(mailbox, null));
    }

    private void here(Runnable mailbox, @Nullable Round around) {
      var round = new Round(mailbox);
      INNERMOST.set(round);
      var rounds = 0;
      do {
        round.again = false;
        run(mailbox);
        rounds++;
      } while (round.again && rounds < ROUNDS_MAX);
      if (around == null) {
        INNERMOST.remove();
      } else {
        INNERMOST.set(around);
      }
      if (round.again) {
        elsewhere(mailbox);
      }
    }

    /** A mailbox takes a thread's interruption for its own; it was meant for the caller. */
    private void run(Runnable mailbox) {
      try {
        mailbox.run();
      } catch (Throwable e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        } else {
          fatal.uncaughtException(Thread.currentThread(), e);
        }
      }
    }

    @Override
    public void shutdown() {
      ended = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      shutdown();
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return ended;
    }

    @Override
    public boolean isTerminated() {
      return ended;
    }

    /** Nothing is left to wait for: whoever runs an actor has come from elsewhere. */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return ended;
    }
  }
}
