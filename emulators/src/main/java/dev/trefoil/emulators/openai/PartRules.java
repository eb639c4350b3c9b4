// What chat completions ask of images, sounds and files, in OpenAI's words. Nothing is fetched.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the parts of messages that are not text. */
final class PartRules {

  private static final Pattern DATA =
      Pattern.compile("data:([^;,]*)(;[^,]*)?;base64,(.*)", Pattern.DOTALL);
  private static final Pattern WEB = Pattern.compile("https?://[^/\\s]+.*");
  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp");

  private PartRules() {}

  static void check(JsonNode messages) throws RefusedException {
    for (int i = 0; i < messages.size(); i++) {
      JsonNode content = messages.get(i).path("content");
      for (int j = 0; content.isArray() && j < content.size(); j++) {
        String place = "messages[%d].content[%d]".formatted(i, j);
        JsonNode part = content.get(j);
        switch (part.path("type").asText()) {
          case "image_url" ->
              checkImage(part.path("image_url").path("url").asText(), place + ".image_url.url");
          case "input_audio" -> checkAudio(part.path("input_audio").path("data").asText(), place);
          case "file" -> checkFile(part.path("file"), place + ".file");
          default -> {}
        }
      }
    }
  }

  static void checkImage(String url, String param) throws RefusedException {
    Matcher data = DATA.matcher(url);
    if (!data.matches()) {
      if (!WEB.matcher(url).matches()) {
        throw OpenAiErrors.invalid(
            "Invalid '%s'. Expected a valid URL, but got a value with an invalid format."
                .formatted(param),
            param,
            "invalid_value");
      }
      return;
    }
    if (!data.group(1).startsWith("image/")) {
      throw OpenAiErrors.invalid(
          "Invalid MIME type. Only image types are supported.", null, "invalid_image_format");
    }
    if (!IMAGES.contains(data.group(1))) {
      throw OpenAiErrors.invalid(
          "You uploaded an unsupported image. Please make sure your image has of one the following"
              + " formats: ['png', 'jpeg', 'gif', 'webp'].",
          null,
          "invalid_image_format");
    }
    if (!isBase64(data.group(3))) {
      throw OpenAiErrors.invalid("Invalid base64 image_url.", null, "invalid_base64");
    }
  }

  private static void checkAudio(String data, String place) throws RefusedException {
    if (!isBase64(data)) {
      throw OpenAiErrors.invalid(
          "Invalid '%s.input_audio.data'. Expected a base64-encoded value.".formatted(place),
          place + ".input_audio.data",
          "invalid_value");
    }
  }

  static void checkFile(JsonNode file, String place) throws RefusedException {
    if (file.hasNonNull("file_id")) {
      return;
    }
    for (String member : new String[] {"file_data", "filename"}) {
      if (!file.hasNonNull(member)) {
        String missing = member.equals("file_data") ? "file_id" : member;
        throw OpenAiErrors.invalid(
            "Missing required parameter: '%s.%s'.".formatted(place, missing),
            place + "." + missing,
            "missing_required_parameter");
      }
    }
    Matcher data = DATA.matcher(file.get("file_data").asText());
    if (!data.matches() || !isBase64(data.group(3))) {
      throw OpenAiErrors.invalid(
          "Invalid '%s.file_data'. Expected a base64-encoded data URL with an application/pdf MIME type (e.g. 'data:application/pdf;base64,...'), but got a value without the 'data:' prefix."
              .formatted(place),
          place + ".file_data",
          "invalid_value");
    }
  }

  private static boolean isBase64(String text) {
    try {
      return Base64.getDecoder().decode(text).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
