package dev.trefoil.deployment.terraform;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Pages in the words of Terraform's plugin protocol, version 5:
 * docs/plugin-protocol/tfplugin5.proto of Terraform's repository. Written by hand, since six
 * messages need no generator.
 */
final class Schemas {
  private static final int NESTED_LIST = 2;

  private Schemas() {}

  /** GetProviderSchema.Response. */
  static byte[] response(Page.Table table) {
    return message(
        out -> {
          out.writeByteArray(1, schema(table.provider()));
          schemas(2, table.resources(), out);
          schemas(3, table.data(), out);
        });
  }

  private static void schemas(int field, Map<String, Page> pages, CodedOutputStream out)
      throws IOException {
    for (Map.Entry<String, Page> page : pages.entrySet()) {
      out.writeByteArray(
          field,
          message(
              entry -> {
                entry.writeString(1, page.getKey());
                entry.writeByteArray(2, schema(page.getValue()));
              }));
    }
  }

  private static byte[] schema(Page page) {
    return message(out -> out.writeByteArray(2, block(page)));
  }

  private static byte[] block(Page page) {
    return message(
        out -> {
          for (Page.Attribute attribute : page.attributes()) {
            out.writeByteArray(2, attribute(attribute));
          }
          for (Map.Entry<String, Page> nested : page.blocks().entrySet()) {
            out.writeByteArray(
                3,
                message(
                    block -> {
                      block.writeString(1, nested.getKey());
                      block.writeByteArray(2, block(nested.getValue()));
                      block.writeEnum(3, NESTED_LIST);
                      block.writeInt64(4, nested.getValue().min());
                      block.writeInt64(5, nested.getValue().max());
                    }));
          }
        });
  }

  private static byte[] attribute(Page.Attribute attribute) {
    return message(
        out -> {
          out.writeString(1, attribute.name());
          out.writeBytes(2, ByteString.copyFromUtf8(type(attribute.type())));
          switch (attribute.use()) {
            case REQUIRED -> out.writeBool(4, true);
            case OPTIONAL -> out.writeBool(5, true);
            case EXPORTED -> out.writeBool(6, true);
          }
        });
  }

  /** {@code map(string)} as {@code ["map","string"]}. */
  private static String type(String hcl) {
    int bracket = hcl.indexOf('(');
    return bracket < 0
        ? '"' + hcl + '"'
        : "[\""
            + hcl.substring(0, bracket)
            + "\","
            + type(hcl.substring(bracket + 1, hcl.length() - 1))
            + "]";
  }

  /** Writes the fields of a message. */
  interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  static byte[] message(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      writing.to(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
