package dev.trefoil.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What is done to bodies byte by byte. */
final class Bytes {
  static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private Bytes() {}

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** What no UTF-8 text holds, or no JSON text in it. */
  static byte[] notUtf8(Chance chance) {
    return chance.pick(
        bytes(0xff),
        bytes(0x80), // Not the first of a letter's bytes.
        bytes(0xc3, 0x28), // A first byte without its second.
        bytes(0xe2, 0x82, 0x22), // Two of three.
        bytes(0xf0, 0x9f, 0x98, 0x22), // Three of four.
        bytes(0xc0, 0x80), // NUL in more bytes than it needs.
        bytes(0xe0, 0x80, 0xaf), // A slash in more bytes than it needs.
        bytes(0xed, 0xa0, 0x80), // Half a surrogate pair.
        bytes(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80), // A whole pair, half by half.
        bytes(0xf4, 0x90, 0x80, 0x80)); // Beyond Unicode.
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
