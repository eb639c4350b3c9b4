// What every measure works with.
package dev.trefoil.benchmarks;

import dev.trefoil.deployment.archive.Platform;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine, the build, and how much time there is. */
public final class BenchmarkContext {
  private final Path home;
  private final boolean quick;
  private final PrintStream progress;

  /**
   * @param home the repository's top folder, built
   * @param quick whether few rounds must do
   * @param progress where a person sees what is going on
   */
  public BenchmarkContext(Path home, boolean quick, PrintStream progress) {
    this.home = home;
    this.quick = quick;
    this.progress = progress;
  }

  public Path home() {
    return home;
  }

  /** The processors of this machine. */
  public Platform platform() {
    return System.getProperty("os.arch").equals("aarch64") ? Platform.ARM64 : Platform.X86_64;
  }

  /**
   * A folder for what a measure needs on disk; what an earlier run left there may be used again.
   */
  public Path folder(String name) throws IOException {
    return Files.createDirectories(home.resolve("target/bench").resolve(name));
  }

  /** Whether few rounds must do, and what takes long is left out. */
  public boolean isQuick() {
    return quick;
  }

  /** How often to measure: many times, or with {@code --quick} few. */
  public int rounds(int many, int few) {
    return quick ? few : many;
  }

  /** Tells a person how far it is. */
  public void say(String line) {
    progress.println(line);
  }
}
