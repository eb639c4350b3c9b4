package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.FunctionResponse;
import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Part.ToolCall;
import dev.trefoil.chat.Part.ToolResult;
import java.util.ArrayList;
import java.util.List;

/**
 * What tools gave back, as function responses. Gemini's calls have no ids: a response goes with its
 * call by the function's name and, among calls of one function, by the order; so responses are in
 * their calls' order.
 */
final class ResultsMapper {
  private ResultsMapper() {}

  /**
   * @param calls the calls of the turn before, each of which has a result
   * @param images whether the model sees images and files within them
   */
  static void map(
      List<ToolResult> results, List<ToolCall> calls, boolean images, Content.Builder content) {
    for (ToolCall call : calls) {
      for (ToolResult result : results) {
        if (result.callId().equals(call.id())) {
          FunctionResponse.Builder mapped = content.addPartsBuilder().getFunctionResponseBuilder();
          mapped.setName(call.name());
          map(result, images, mapped);
        }
      }
    }
  }

  private static void map(ToolResult result, boolean images, FunctionResponse.Builder mapped) {
    List<String> texts = new ArrayList<>();
    for (Part part : result.content()) {
      switch (part) {
        case Part.Text(String text) -> texts.add(text);
        case Part.Image image -> {
          if (images) {
            media(image.media(), mapped);
          }
        }
        case Part.File file -> {
          if (images) {
            media(file.media(), mapped);
          }
        }
        case Part.Audio audio -> throw ContentsMapper.misplaced(audio);
        case Part.Reasoning reasoning -> throw ContentsMapper.misplaced(reasoning);
        case Part.RedactedReasoning thought -> throw ContentsMapper.misplaced(thought);
        case Part.CacheBreakpoint breakpoint -> throw ContentsMapper.misplaced(breakpoint);
        case Part.NativePart beyond -> throw ContentsMapper.misplaced(beyond);
        case Part.Refusal refusal -> throw ContentsMapper.misplaced(refusal);
        case ToolCall call -> throw ContentsMapper.misplaced(call);
        case ToolResult other -> throw ContentsMapper.misplaced(other);
      }
    }
    mapped.setResponse(response(String.join("\n", texts), result.failed()));
  }

  /** The response must be an object; "output" and "error" are the names that Google suggests. */
  private static Struct response(String text, boolean failed) {
    return JsonValues.objectIn(text)
        .filter(object -> !failed)
        .orElseGet(
            () ->
                Struct.newBuilder()
                    .putFields(
                        failed ? "error" : "result",
                        Value.newBuilder().setStringValue(text).build())
                    .build());
  }

  private static void media(Media media, FunctionResponse.Builder mapped) {
    MediaMapper.map(
        media,
        new MediaMapper.Target() {
          @Override
          public void bytes(String type, ByteString bytes) {
            mapped.addPartsBuilder().getInlineDataBuilder().setMimeType(type).setData(bytes);
          }

          @Override
          public void address(String type, String uri) {
            mapped.addPartsBuilder().getFileDataBuilder().setMimeType(type).setFileUri(uri);
          }
        });
  }
}
