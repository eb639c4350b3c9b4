package dev.trefoil.deployment.terraform;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a documented provider answers to a configuration: which rules it breaks, and what would come
 * of it. Messages are those of docs/plugin-protocol/tfplugin5.proto of Terraform's repository; the
 * numbers are its fields.
 */
final class Answers {
  private static final int ERROR = 1;

  private final Page.Table table;

  Answers(Page.Table table) {
    this.table = table;
  }

  /** PrepareProviderConfig, which gives the configuration back. */
  byte[] prepare(byte[] request) {
    byte[] config = fields(request).get(1);
    return Schemas.message(
        out -> {
          out.writeByteArray(1, config);
          for (byte[] diagnostic : broken(table.provider(), "provider", value(config))) {
            out.writeByteArray(2, diagnostic);
          }
        });
  }

  /** Configure, where the values of the provider's own settings are known. */
  byte[] configure(byte[] request) {
    return diagnostics(table.provider(), "provider", fields(request).get(2));
  }

  /** ValidateResourceTypeConfig. */
  byte[] resource(byte[] request) {
    Map<Integer, byte[]> fields = fields(request);
    String type = type(fields);
    return diagnostics(table.resources().get(type), type, fields.get(2));
  }

  /** ValidateDataSourceConfig. */
  byte[] data(byte[] request) {
    Map<Integer, byte[]> fields = fields(request);
    String type = type(fields);
    return diagnostics(table.data().get(type), type, fields.get(2));
  }

  /** PlanResourceChange: what the cloud would tell is unknown until it is there. */
  byte[] plan(byte[] request) {
    Map<Integer, byte[]> fields = fields(request);
    String type = type(fields);
    Object planned = completed(table.resources().get(type), value(fields.get(3)), Msgpack.UNKNOWN);
    return Schemas.message(out -> out.writeByteArray(1, dynamic(planned)));
  }

  /** ReadDataSource: something is there, with numbers of its own. */
  byte[] read(byte[] request) {
    Map<Integer, byte[]> fields = fields(request);
    String type = type(fields);
    Object state = completed(table.data().get(type), value(fields.get(2)), "104200000000");
    return Schemas.message(out -> out.writeByteArray(1, dynamic(state)));
  }

  private static byte[] diagnostics(Page page, String name, byte[] config) {
    return Schemas.message(
        out -> {
          for (byte[] diagnostic : broken(page, name, value(config))) {
            out.writeByteArray(1, diagnostic);
          }
        });
  }

  private static List<byte[]> broken(Page page, String path, Object value) {
    List<byte[]> broken = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> block = named(map);
      for (Rule rule : page.rules()) {
        rule.broken(block)
            .ifPresent(
                what ->
                    broken.add(
                        Schemas.message(
                            out -> {
                              out.writeEnum(1, ERROR);
                              out.writeString(2, path + ": " + what);
                            })));
      }
      page.blocks()
          .forEach(
              (name, nested) -> {
                if (block.get(name) instanceof List<?> list) {
                  list.forEach(one -> broken.addAll(broken(nested, path + "." + name, one)));
                }
              });
    }
    return broken;
  }

  private static Object completed(Page page, Object value, Object told) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, Object> block = named(map);
    for (Page.Attribute attribute : page.attributes()) {
      if (attribute.use() == Page.Use.EXPORTED) {
        block.put(attribute.name(), told);
      }
    }
    page.blocks()
        .forEach(
            (name, nested) -> {
              if (block.get(name) instanceof List<?> list) {
                block.put(name, list.stream().map(one -> completed(nested, one, told)).toList());
              }
            });
    return block;
  }

  private static String type(Map<Integer, byte[]> fields) {
    return new String(fields.get(1), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach((name, value) -> named.put((String) name, value));
    return named;
  }

  private static Object value(byte[] dynamic) {
    return Msgpack.read(fields(dynamic).get(1));
  }

  private static byte[] dynamic(Object value) {
    return Schemas.message(out -> out.writeByteArray(1, Msgpack.write(value)));
  }

  /** The fields of a message that are messages, strings or bytes. */
  private static Map<Integer, byte[]> fields(byte[] message) {
    Map<Integer, byte[]> fields = new HashMap<>();
    CodedInputStream in = CodedInputStream.newInstance(message);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          fields.put(WireFormat.getTagFieldNumber(tag), in.readByteArray());
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fields;
  }
}
