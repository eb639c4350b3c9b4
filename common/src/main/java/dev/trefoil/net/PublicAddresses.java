package dev.trefoil.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells addresses of the public network from those behind which a cloud or a company keeps what the
 * public is not to reach: this machine, private networks, the clouds' metadata services. The ranges
 * are those of IANA's registries of special-purpose addresses (RFC 6890).
 */
public final class PublicAddresses {
  /** Azure's WireServer, which stands at a public address and answers in virtual machines only. */
  private static final Range WIRE_SERVER = new Range("168.63.129.16", 32, "a metadata service");

  private static final List<Range> V4 =
      List.of(
          new Range("0.0.0.0", 8, "this network"),
          new Range("10.0.0.0", 8, "a private network"),
          new Range("100.64.0.0", 10, "a carrier's network"),
          new Range("127.0.0.0", 8, "this machine"),
          new Range("169.254.0.0", 16, "link-local, where metadata services are"),
          new Range("172.16.0.0", 12, "a private network"),
          new Range("192.0.0.0", 24, "reserved"),
          new Range("192.0.2.0", 24, "for documentation"),
          new Range("192.88.99.0", 24, "a relay"),
          new Range("192.168.0.0", 16, "a private network"),
          new Range("198.18.0.0", 15, "for benchmarks"),
          new Range("198.51.100.0", 24, "for documentation"),
          new Range("203.0.113.0", 24, "for documentation"),
          new Range("224.0.0.0", 4, "multicast"),
          new Range("240.0.0.0", 4, "reserved"),
          WIRE_SERVER);

  /** Only global unicast is public; of it, what stands for another network is not. */
  private static final Range GLOBAL = new Range("2000::", 3, "");

  private static final List<Range> V6 =
      List.of(
          new Range("2001::", 23, "reserved"),
          new Range("2001:db8::", 32, "for documentation"),
          new Range("2002::", 16, "a relay"),
          new Range("3fff::", 20, "for documentation"));

  private PublicAddresses() {}

  /**
   * Why an address is not to be reached.
   *
   * @return in a few words; empty for an address of the public network
   */
  public static Optional<String> refusal(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return first(V4, bytes);
    }
    if (address instanceof Inet6Address && GLOBAL.contains(bytes)) {
      return first(V6, bytes);
    }
    return Optional.of(address.isLoopbackAddress() ? "this machine" : "no public address");
  }

  private static Optional<String> first(List<Range> ranges, byte[] address) {
    return ranges.stream().filter(range -> range.contains(address)).map(Range::meaning).findFirst();
  }

  /** All addresses whose first bits are the same. */
  private record Range(byte[] prefix, int bits, String meaning) {
    Range(String first, int bits, String meaning) {
      this(bytes(first), bits, meaning);
    }

    private static byte[] bytes(String literal) {
      try {
        return InetAddress.getByName(literal).getAddress();
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(literal, e);
      }
    }

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      int whole = bits / 8;
      int rest = bits % 8;
      return Arrays.equals(prefix, 0, whole, address, 0, whole)
          && (rest == 0 || (prefix[whole] ^ address[whole]) >> (8 - rest) << (8 - rest) == 0);
    }
  }
}
