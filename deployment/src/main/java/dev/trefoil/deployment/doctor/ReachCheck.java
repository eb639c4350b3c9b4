// Whether this machine's network leads to the model services and to what is deployed.
package dev.trefoil.deployment.doctor;

import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.identity.AwsEndpoint;
import dev.trefoil.identity.GoogleEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks without a credential: any answer over HTTP shows that name, route and certificate are right.
 */
final class ReachCheck {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HttpClient client;

  ReachCheck(HttpClient client) {
    this.client = client;
  }

  List<Finding> services(TrefoilConfig config) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, ServiceConfig> service : config.services().entrySet()) {
      if (service.getValue().emulate()) {
        findings.add(
            new Finding.Note(
                "services.%s says emulate, which only ./trefoil up heeds"
                    .formatted(service.getKey()),
                "take emulate out of what is deployed"));
      } else {
        findings.add(reach(service.getKey(), endpoint(service.getValue())));
      }
    }
    return findings;
  }

  /** What is deployed answers GET /health, which calls nothing. */
  Finding deployed(URI url) throws InterruptedException {
    URI health = url.resolve("/health");
    try {
      HttpResponse<String> response = get(health);
      if (response.statusCode() == 200 && response.body().contains("\"ok\"")) {
        return new Finding.Fine(health + " is alive");
      }
      return new Finding.Fault(
          "%s answers %d instead of 200 and ok".formatted(health, response.statusCode()),
          response.statusCode() == 401 || response.statusCode() == 403
              ? "its door lets in signed or verified callers only: call it as one, or look at its"
                  + " log"
              : "look at the function's log: a mistake in its configuration stops it at its start");
    } catch (IOException e) {
      return unreachable(health.toString(), health, e);
    }
  }

  /**
   * Whether what is deployed finds its store: it is asked for a job that nobody has, which it looks
   * for in its table. Nothing is said where it does not answer whoever comes without a key.
   */
  Optional<Finding> store(URI url) throws InterruptedException {
    URI job = url.resolve("/v1/jobs/doctor");
    try {
      HttpResponse<String> response = get(job);
      if (response.statusCode() == 404 && response.body().contains("job_not_found")) {
        return Optional.of(new Finding.Fine(url + " finds its table of jobs"));
      }
      if (response.statusCode() == 503 && response.body().contains("job_store_")) {
        return Optional.of(
            response.body().contains("job_store_missing")
                ? new Finding.Fault(
                    url + " has no store: the table that 'jobs' names is not there",
                    "make it, or mend its name under 'jobs'; the function's log names it")
                : new Finding.Fault(
                    url + " cannot reach its store",
                    "the function's log says why: a right that it lacks, most likely"));
      }
      return Optional.empty();
    } catch (IOException e) {
      // That it cannot be reached is a finding already.
      return Optional.empty();
    }
  }

  private Finding reach(String service, URI endpoint) throws InterruptedException {
    try {
      var unused = get(endpoint);
      return new Finding.Fine("services.%s is reachable at %s".formatted(service, endpoint));
    } catch (IOException e) {
      return unreachable("services." + service, endpoint, e);
    }
  }

  private static Finding unreachable(String what, URI at, IOException e) {
    return new Finding.Fault(
        "%s cannot be reached at %s from here: %s".formatted(what, at, e),
        "check the name, this machine's network and proxy; behind private endpoints ask from"
            + " inside");
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri).timeout(LIMIT).method("GET", BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  private static URI endpoint(ServiceConfig service) {
    return switch (service) {
      case ServiceConfig.Bedrock bedrock ->
          bedrock.endpoint().orElseGet(() -> AwsEndpoint.of("bedrock-runtime", bedrock.region()));
      case ServiceConfig.BedrockMantle mantle ->
          own(mantle.endpoint(), "bedrock-mantle." + mantle.region() + ".api.aws");
      case ServiceConfig.AzureOpenAi azure -> own(azure.endpoint(), "");
      case ServiceConfig.Foundry foundry -> own(foundry.endpoint(), "");
      case ServiceConfig.Vertex vertex ->
          vertex.endpoint().orElseGet(() -> GoogleEndpoint.vertex(vertex.location()));
      case ServiceConfig.OpenAi openAi -> own(openAi.endpoint(), "api.openai.com");
      case ServiceConfig.Anthropic anthropic -> own(anthropic.endpoint(), "api.anthropic.com");
    };
  }

  private static URI own(Optional<URI> endpoint, String host) {
    return endpoint.orElseGet(() -> URI.create("https://" + host + "/"));
  }
}
