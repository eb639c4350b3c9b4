// What a process has used of the machine, as Linux counts it.
package dev.trefoil.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads {@code /proc}. Source: proc(5). */
public final class ProcessStats {
  /** Of the clock that Linux counts a process's time with: 100 a second on every platform. */
  private static final double MILLIS_A_TICK = 10;

  private static final int USER_TIME = 13 - 2;
  private static final int SYSTEM_TIME = 14 - 2;

  private ProcessStats() {}

  /** The processor time of the process and all its threads so far, in milliseconds. */
  public static double cpuMillis(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
    // The name, in brackets, may hold spaces.
    List<String> fields = Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return MILLIS_A_TICK
        * (Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME)));
  }

  /** The most memory that the process has had resident so far, in MB. */
  public static double peakMegabytes(long pid) throws IOException {
    return megabytes(pid, "VmHWM:");
  }

  /** The memory that the process has resident now, in MB. */
  public static double residentMegabytes(long pid) throws IOException {
    return megabytes(pid, "VmRSS:");
  }

  private static double megabytes(long pid, String key) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.substring(key.length()).replace("kB", "").strip()))
        .mapToDouble(kilobytes -> kilobytes / 1024.0)
        .findFirst()
        .orElseThrow(() -> new IOException("process " + pid + " has no " + key));
  }
}
