package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.GenerationConfig;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;

/**
 * The library's messages in their JSON form, by protobuf's own writer and reader, with the members
 * that the messages lack.
 */
final class GeminiJson {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

  private GeminiJson() {}

  /** A request's body; its model stands in its address. */
  static byte[] write(GeminiRequest request) {
    GenerateContentRequest message = request.message();
    GenerationConfig config = message.getGenerationConfig();
    String thinking = print(config.getThinkingConfig());
    if (request.level().isPresent()) {
      thinking = with(thinking, "thinkingLevel", "\"" + request.level().get() + "\"");
    }
    String settings =
        with(print(config.toBuilder().clearThinkingConfig()), "thinkingConfig", thinking);
    String rest = print(message.toBuilder().clearModel().clearGenerationConfig());
    return with(rest, "generationConfig", settings).getBytes(StandardCharsets.UTF_8);
  }

  /** A message as it is. */
  static String print(MessageOrBuilder message) {
    try {
      return PRINTER.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a request holds no message that has to be looked up", e);
    }
  }

  /** An object with one more member. */
  private static String with(String object, String name, String value) {
    String members = object.substring(0, object.length() - 1);
    return members + (members.length() > 1 ? "," : "") + "\"" + name + "\":" + value + "}";
  }

  /**
   * A response, whole or a part of a stream; what the library does not know of it is left out.
   *
   * @throws InvalidProtocolBufferException when it is none
   */
  static GenerateContentResponse read(byte[] json, int length)
      throws InvalidProtocolBufferException {
    GenerateContentResponse.Builder response = GenerateContentResponse.newBuilder();
    PARSER.merge(new String(json, 0, length, StandardCharsets.UTF_8), response);
    return response.build();
  }
}
