package dev.trefoil.log;

/**
 * What java.util.logging makes in the place of reading its configuration, where it has not begun:
 * handlers and formatters that would be thrown away at once are not even loaded.
 */
public final class NoConfiguration {
  private static final String CLASS = "java.util.logging.config.class";
  private static final String FILE = "java.util.logging.config.file";

  /** Made by the log manager. */
  public NoConfiguration() {}

  static void unlessThereIsOne() {
    if (System.getProperty(CLASS) == null && System.getProperty(FILE) == null) {
      System.setProperty(CLASS, NoConfiguration.class.getName());
    }
  }
}
