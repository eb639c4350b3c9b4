package dev.trefoil.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Linux knows of listening sockets. */
public final class Listening {
  private static final String LISTEN = "0A";

  private Listening() {}

  public static boolean isKnown() {
    return Files.isReadable(Path.of("/proc/net/tcp"));
  }

  /** The local addresses, in the kernel's hexadecimal, on which anybody listens at the port. */
  public static List<String> addresses(int port) throws IOException {
    List<String> addresses = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      if (Files.isReadable(Path.of(table))) {
        for (String line : Files.readAllLines(Path.of(table))) {
          String[] fields = line.strip().split("\\s+");
          if (fields[3].equals(LISTEN) && fields[1].endsWith(":%04X".formatted(port))) {
            addresses.add(fields[1].split(":")[0]);
          }
        }
      }
    }
    return addresses;
  }

  /** Whether the address is 127.0.0.1, in either table's form. */
  public static boolean isLoopback(String address) {
    return address.equals("0100007F") || address.equals("0000000000000000FFFF00000100007F");
  }
}
