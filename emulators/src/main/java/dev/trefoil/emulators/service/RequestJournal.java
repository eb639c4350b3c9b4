// Notes HTTP requests without their credentials.
package dev.trefoil.emulators.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a service's journal. */
public final class RequestJournal {

  private static final Set<String> CREDENTIALS =
      Set.of(
          "authorization",
          "proxy-authorization",
          "cookie",
          "set-cookie",
          "x-amz-security-token",
          "api-key",
          "x-api-key",
          "ocp-apim-subscription-key",
          "x-goog-api-key",
          "x-goog-iam-authorization-token",
          "x-identity-header");
  private static final ObjectMapper JSON = new ObjectMapper();

  private RequestJournal() {}

  /** Notes a request that came over HTTP. */
  public static void note(Controls controls, String service, HttpRequest request, Verdict verdict) {
    Verdict.Accepted caller = caller(verdict);
    controls.record(
        new JournalEntry(
            Instant.now(),
            service,
            request.method(),
            request.path(),
            withoutCredentials(request.headers().asMap()),
            body(request.body()),
            caller.principal(),
            caller.origin()),
        request.body().length);
  }

  /** Whose request it is: nobody's, when the credential was not good. */
  public static Verdict.Accepted caller(Verdict verdict) {
    return verdict instanceof Verdict.Accepted accepted
        ? accepted
        : new Verdict.Accepted("", Origin.NOBODY);
  }

  /** Headers without those that a credential may be in. */
  public static Map<String, List<String>> withoutCredentials(Map<String, List<String>> headers) {
    Map<String, List<String>> kept = new LinkedHashMap<>(headers);
    kept.keySet().removeAll(CREDENTIALS);
    return kept;
  }

  private static JsonNode body(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      return json.isMissingNode() ? TextNode.valueOf("") : json;
    } catch (JsonProcessingException e) {
      // A body that is no JSON is what a test may want to see.
      return TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot fail to be read", e);
    }
  }
}
