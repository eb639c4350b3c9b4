package dev.trefoil.provider.bedrock;

import software.amazon.awssdk.crt.CRT;

/**
 * Keeps the client's native library at work when the process is told to end. By itself it stops at
 * once then, and calls under way neither end nor fail (aws-crt-java, issue 561;
 * findings/aws-crt-stops-before-the-calls-of-a-process-that-ends.sh). Whether it is ever loaded is
 * not for this to say.
 */
final class LibraryHold {
  private static int wanted;
  private static boolean loaded;

  private LibraryHold() {}

  static synchronized void hold() {
    wanted++;
    if (loaded) {
      CRT.acquireShutdownRef();
    }
  }

  static synchronized void release() {
    wanted--;
    if (loaded) {
      CRT.releaseShutdownRef();
    }
  }

  /** Notes that the library is there. */
  static synchronized void loaded() {
    if (!loaded) {
      loaded = true;
      for (int i = 0; i < wanted; i++) {
        CRT.acquireShutdownRef();
      }
    }
  }
}
