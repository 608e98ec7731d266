package dev.hachi.runtime;

import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

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
    return Here::new;
  }

  private static final class Here extends AbstractExecutorService {
    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public void execute(Runnable mailbox) {
      if (isTimer(Thread.currentThread())) {
        Thread.startVirtualThread(mailbox);
      } else {
        run(mailbox);
      }
    }

    /** All timers of the system, heartbeats too, wait for the thread of Pekko's scheduler. */
    private static boolean isTimer(Thread thread) {
      return thread.getName().contains("-scheduler-");
    }

    /** A mailbox takes a thread's interruption for its own; it was meant for the caller. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void run(Runnable mailbox) {
      try {
        mailbox.run();
      } catch (Exception e) {
        if (!(e instanceof InterruptedException)) {
          throw e;
        }
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void shutdown() {
      end.countDown();
    }

    @Override
    public List<Runnable> shutdownNow() {
      shutdown();
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return end.getCount() == 0;
    }

    @Override
    public boolean isTerminated() {
      return isShutdown();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
      return end.await(timeout, unit);
    }
  }
}
