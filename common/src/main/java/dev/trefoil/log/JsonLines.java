package dev.trefoil.log;

import dev.trefoil.policy.Cloud;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Has everything that is logged by {@code System.Logger} or java.util.logging, by us or by others,
 * written as one line of JSON. The account of calls writes its own lines beside it.
 */
public final class JsonLines extends Handler implements Thread.UncaughtExceptionHandler {
  private final Cloud cloud;

  /** Made for the first line: most processes start without one. */
  private LineFormat format;

  JsonLines(Cloud cloud) {
    this.cloud = cloud;
  }

  /**
   * Takes the place of what the process has logged with up to now, uncaught exceptions included. To
   * be called when a function starts, before it logs anything.
   *
   * @param cloud whose names the members have
   */
  public static void install(Cloud cloud) {
    NoConfiguration.unlessThereIsOne();
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    JsonLines lines = new JsonLines(cloud);
    root.addHandler(lines);
    Thread.setDefaultUncaughtExceptionHandler(lines);
  }

  @Override
  public void publish(LogRecord line) {
    // Azure's host takes all of standard output for information.
    boolean apart = cloud == Cloud.AZURE && line.getLevel().intValue() >= Level.WARNING.intValue();
    (apart ? System.err : System.out).println(format().format(line));
  }

  private synchronized LineFormat format() {
    if (format == null) {
      format = new LineFormat(cloud);
    }
    return format;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    LogRecord line =
        new LogRecord(Level.SEVERE, "the thread " + thread.getName() + " ended unexpectedly");
    line.setThrown(thrown);
    publish(line);
  }

  @Override
  public void flush() {
    System.out.flush();
    System.err.flush();
  }

  /** Standard output stays open. */
  @Override
  public void close() {}
}
