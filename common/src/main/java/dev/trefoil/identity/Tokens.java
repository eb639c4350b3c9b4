package dev.trefoil.identity;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** What may be said of a token: never itself. */
final class Tokens {
  /** Of RFC 7519's, those that a trust policy looks at. */
  private static final List<String> TOLD = List.of("iss", "aud", "sub", "exp", "azp");

  /** Signed tokens, Google's opaque ones, AWS's ids of temporary keys. */
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[\\w-]+(\\.[\\w-]*)*|ya29\\.[\\w.-]+|ASIA[A-Z0-9]{12,}");

  private static final int LONGEST = 1000;

  private Tokens() {}

  /** The words of a service, without a token that they may quote, in one line. */
  static String masked(String words) {
    String line = TOKEN.matcher(words).replaceAll("[token]").replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** The claims that a trust policy looks at, unverified: {@code iss=… aud=… sub=…}. */
  static String claims(String jwt) {
    String[] parts = jwt.split("\\.", -1);
    if (parts.length != 3) {
      return "";
    }
    StringJoiner claims = new StringJoiner(" ");
    try (JsonParser json = Json.parser(Base64.getUrlDecoder().decode(parts[1]))) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          JsonToken value = json.nextToken();
          if (value.isScalarValue() && TOLD.contains(name)) {
            claims.add(name + "=" + json.getText());
          }
          json.skipChildren();
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return "unreadable";
    }
    return claims.toString();
  }
}
