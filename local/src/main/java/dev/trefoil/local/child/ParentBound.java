// The first main class of every child JVM: no function process may outlive the one that started it.
package dev.trefoil.local.child;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another class's main method and halts the JVM when standard input ends, which it does
 * however the parent ended, SIGKILL included.
 */
public final class ParentBound {
  private ParentBound() {}

  /**
   * @param args the class to run, then its own arguments
   */
  public static void main(String[] args) throws Exception {
    Thread.ofPlatform().daemon().name("parent-watch").start(ParentBound::haltAtEndOfInput);
    Class<?> program = Class.forName(args[0]);
    try {
      program
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      e.getCause().printStackTrace();
      System.exit(1);
    }
  }

  private static void haltAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // What the parent writes is of no interest; only that it can.
      }
    } catch (IOException e) {
      System.err.println("the parent cannot be heard any more: " + e);
    }
    Runtime.getRuntime().halt(0);
  }
}
