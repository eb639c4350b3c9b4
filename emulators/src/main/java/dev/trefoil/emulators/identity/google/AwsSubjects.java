// Subject tokens that are a signed GetCallerIdentity, which Google sends to AWS to learn who
// signed.
package dev.trefoil.emulators.identity.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.aws.AwsRole;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks them (IAM, "Configure workload identity federation with AWS"). */
final class AwsSubjects {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TARGET = "x-goog-cloud-target-resource";
  private static final Pattern HOST = Pattern.compile("sts(\\.[a-z0-9-]+)?\\.amazonaws\\.com");
  private static final Pattern SIGNED_HEADERS = Pattern.compile("SignedHeaders=([^, ]+)");
  private static final Duration LONGEST = Duration.ofHours(1);

  private final StsClient sts;

  /**
   * @param sts where the hosts of AWS STS lie
   */
  AwsSubjects(URI sts) {
    this.sts = new StsClient(sts);
  }

  Subject check(String subjectToken, PoolProvider.Aws provider, String providerName)
      throws GoogleRefusal {
    JsonNode token = read(subjectToken);
    Map<String, String> headers = new LinkedHashMap<>();
    for (JsonNode header : token.path("headers")) {
      headers.put(
          header.path("key").asText().toLowerCase(Locale.ROOT), header.path("value").asText());
    }
    URI url = url(token.path("url").asText(""));
    if (!token.path("method").asText("").equals("POST")) {
      throw GoogleRefusal.invalidRequest("Invalid method of AWS credentials: it must be POST.");
    }
    if (!providerName.equals(headers.get(TARGET)) || !signs(headers, TARGET)) {
      throw GoogleRefusal.invalidRequest(
          "The signed header %s must be %s.".formatted(TARGET, providerName));
    }
    String arn = callerArn(url, headers);
    AwsRole role =
        AwsRole.ofSession(arn)
            .filter(r -> r.account().equals(provider.account()))
            .orElseThrow(
                () ->
                    GoogleRefusal.invalidGrant(
                        "The AWS account of %s does not match the one in config: %s."
                            .formatted(arn, provider.account())));
    return new Subject(role.assumed(), LONGEST, new Origin("sts.amazonaws.com", role.arn()));
  }

  private static JsonNode read(String subjectToken) throws GoogleRefusal {
    try {
      return JSON.readTree(URLDecoder.decode(subjectToken, StandardCharsets.UTF_8));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw GoogleRefusal.invalidRequest("Invalid format of AWS credentials.");
    }
  }

  private static URI url(String text) throws GoogleRefusal {
    try {
      URI url = URI.create(text);
      boolean asksWho =
          Optional.ofNullable(url.getRawQuery()).orElse("").contains("Action=GetCallerIdentity");
      if ("https".equals(url.getScheme())
          && url.getHost() != null
          && HOST.matcher(url.getHost()).matches()
          && asksWho) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // No URL at all is refused like a wrong one.
    }
    throw GoogleRefusal.invalidRequest(
        "Invalid url of AWS credentials: it must be GetCallerIdentity of AWS STS.");
  }

  private static boolean signs(Map<String, String> headers, String name) {
    Matcher matcher = SIGNED_HEADERS.matcher(headers.getOrDefault("authorization", ""));
    return matcher.find() && Arrays.asList(matcher.group(1).split(";")).contains(name);
  }

  private String callerArn(URI url, Map<String, String> headers) throws GoogleRefusal {
    try {
      StsClient.Answer answer = sts.post(url, headers);
      if (answer.status() == 200) {
        return answer.element("Arn");
      }
      throw GoogleRefusal.invalidGrant(
          "Received invalid AWS response of type %s with error message: %s"
              .formatted(answer.element("Code"), answer.element("Message")));
    } catch (IOException e) {
      throw GoogleRefusal.invalidGrant("Error connecting to the given credential's issuer.");
    }
  }
}
