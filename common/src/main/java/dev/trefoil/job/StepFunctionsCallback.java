package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.json.Json;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Refused;
import dev.trefoil.store.StoreHttp;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task that waits for its token: {@code SendTaskSuccess} of the job as its caller sees it, {@code
 * SendTaskFailure} where there is no answer. Source: AWS Step Functions API Reference, version
 * 2016-11-23.
 */
final class StepFunctionsCallback implements CallbackTarget {
  private static final Logger LOG = System.getLogger(StepFunctionsCallback.class.getName());
  private static final String SERVICE = "states";
  private static final int LONGEST_TOKEN = 2048;
  private static final int LONGEST_CAUSE = 32_768;

  /** Errors by which Step Functions says that this task waits no more. */
  private static final List<String> OVER =
      List.of("TaskTimedOut", "TaskDoesNotExist", "InvalidToken");

  private static final StoreHttp.Words WORDS =
      new StoreHttp.Words(List.of(), List.of("ThrottlingException", "Throttling"), List.of());

  private final URI endpoint;
  private final RequestSigner signer;
  private final JobView view;

  StepFunctionsCallback(URI endpoint, RequestSigner signer, JobView view) {
    this.endpoint = endpoint;
    this.signer = signer;
    this.view = view;
  }

  @Override
  public Optional<String> wrong(Optional<String> token) {
    return token.isPresent() && token.get().length() <= LONGEST_TOKEN
        ? Optional.empty()
        : Optional.of("must be the task's token, of at most " + LONGEST_TOKEN + " characters");
  }

  @Override
  public void tell(Job job, Optional<String> token, Deadline deadline) throws StoreException {
    boolean succeeded = job.state() == Job.State.SUCCEEDED;
    String told = view.json(job, deadline);
    String body =
        Json.object(
            json -> {
              json.writeStringField("taskToken", token.orElseThrow());
              if (succeeded) {
                json.writeStringField("output", told);
              } else {
                json.writeStringField(
                    "error",
                    job.state() == Job.State.CANCELLED
                        ? "Trefoil.JobCancelled"
                        : "Trefoil.JobFailed");
                json.writeStringField(
                    "cause", told.substring(0, Math.min(told.length(), LONGEST_CAUSE)));
              }
            });
    HttpResponse<byte[]> answer =
        send(succeeded ? "SendTaskSuccess" : "SendTaskFailure", body, deadline);
    if (answer.statusCode() == 200) {
      return;
    }
    String words = StoreHttp.words(answer);
    if (OVER.stream().anyMatch(words::contains)) {
      LOG.log(
          Level.WARNING,
          "the task of Step Functions that waited for job {0} waits no more",
          job.id());
      return;
    }
    throw StoreHttp.refusal(SERVICE, "the task that waits for " + job.id(), WORDS, answer);
  }

  private HttpResponse<byte[]> send(String operation, String body, Deadline deadline)
      throws StoreException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/x-amz-json-1.0",
            "X-Amz-Target",
            "AWSStepFunctions." + operation);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofByteArray(bytes));
    headers.forEach(request::setHeader);
    try {
      signer
          .headers("POST", endpoint, headers, bytes, new Cancellation())
          .forEach(
              (name, value) -> {
                if (!value.isEmpty()) {
                  request.setHeader(name, value);
                }
              });
    } catch (ProviderException e) {
      throw new Refused("Step Functions is not called: " + e.getMessage(), e);
    }
    return StoreHttp.send(SERVICE, request.build(), deadline);
  }
}
