package dev.trefoil.deployment.terraform;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What terraform writes of MessagePack: objects, lists, strings, numbers, booleans and null, and an
 * extension for what is not known yet. Sources: "Object Wire Format", docs/plugin-protocol of
 * Terraform's repository; msgpack.org's specification.
 */
final class Msgpack {
  /** Stands for a value that only a cloud will tell. */
  static final Object UNKNOWN = new Object();

  private static final int FIXED_EXTENSION = 0xd4;

  private Msgpack() {}

  /**
   * @return a map, a list, a string, a number, a boolean, null or {@link #UNKNOWN}
   */
  static Object read(byte[] bytes) {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] write(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(value, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Object read(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    if (type < 0x80) {
      return BigDecimal.valueOf(type);
    } else if (type < 0x90) {
      return map(in, type & 0x0f);
    } else if (type < 0xa0) {
      return list(in, type & 0x0f);
    } else if (type < 0xc0) {
      return text(in, type & 0x1f);
    } else if (type >= 0xe0) {
      return BigDecimal.valueOf((byte) type);
    }
    return switch (type) {
      case 0xc0 -> null;
      case 0xc2 -> false;
      case 0xc3 -> true;
      case 0xc7 -> unknown(in, in.readUnsignedByte());
      case 0xca -> BigDecimal.valueOf(in.readFloat());
      case 0xcb -> BigDecimal.valueOf(in.readDouble());
      case 0xcc -> BigDecimal.valueOf(in.readUnsignedByte());
      case 0xcd -> BigDecimal.valueOf(in.readUnsignedShort());
      case 0xce -> BigDecimal.valueOf(Integer.toUnsignedLong(in.readInt()));
      case 0xcf, 0xd3 -> BigDecimal.valueOf(in.readLong());
      case 0xd0 -> BigDecimal.valueOf(in.readByte());
      case 0xd1 -> BigDecimal.valueOf(in.readShort());
      case 0xd2 -> BigDecimal.valueOf(in.readInt());
      case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> unknown(in, 1 << (type - FIXED_EXTENSION));
      case 0xd9 -> text(in, in.readUnsignedByte());
      case 0xda -> text(in, in.readUnsignedShort());
      case 0xdc -> list(in, in.readUnsignedShort());
      case 0xde -> map(in, in.readUnsignedShort());
      default -> throw new IOException("MessagePack type " + type);
    };
  }

  private static Object unknown(DataInputStream in, int length) throws IOException {
    in.readByte();
    in.skipNBytes(length);
    return UNKNOWN;
  }

  private static String text(DataInputStream in, int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static List<Object> list(DataInputStream in, int length) throws IOException {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      list.add(read(in));
    }
    return list;
  }

  private static Map<String, Object> map(DataInputStream in, int length) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < length; i++) {
      map.put((String) read(in), read(in));
    }
    return map;
  }

  private static void write(Object value, DataOutputStream out) throws IOException {
    switch (value) {
      case null -> out.writeByte(0xc0);
      case Boolean truth -> out.writeByte(truth ? 0xc3 : 0xc2);
      // A number may be written as its digits.
      case BigDecimal number -> text(number.toPlainString(), out);
      case String text -> text(text, out);
      case List<?> list -> {
        out.writeByte(0xdc);
        out.writeShort(list.size());
        for (Object element : list) {
          write(element, out);
        }
      }
      case Map<?, ?> map -> {
        out.writeByte(0xde);
        out.writeShort(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          text((String) entry.getKey(), out);
          write(entry.getValue(), out);
        }
      }
      case Object unknown -> out.write(new byte[] {(byte) FIXED_EXTENSION, 0, 0});
    }
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeByte(0xda);
    out.writeShort(bytes.length);
    out.write(bytes);
  }
}
