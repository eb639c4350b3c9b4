// The common contract, over Vertex AI's gRPC.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.Part;
import com.google.cloud.vertexai.api.PredictionServiceGrpc;
import com.google.cloud.vertexai.api.PredictionServiceGrpc.PredictionServiceStub;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ModelServiceContract;
import dev.trefoil.emulators.Seen;
import dev.trefoil.emulators.Seen.Ending;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.LoopbackTls;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;

class VertexContractTest extends ModelServiceContract {

  private static final LoopbackTls TLS = LoopbackTls.create();
  private static final String MODEL =
      "projects/my-project/locations/global/publishers/google/models/gemini-3.5-flash";

  @AfterAll
  static void deleteTrustStore() {
    TLS.close();
  }

  @Override
  protected ModelEmulator start() {
    return VertexEmulator.start(
        "under-test", BearerVerifier.accepting("good-token", "the-function"), TLS);
  }

  @Override
  protected String principal() {
    return "the-function";
  }

  @Override
  protected Seen chat(boolean stream, int enough, int maxTokens, String... texts) {
    return send("good-token", stream, enough, maxTokens, texts);
  }

  @Override
  protected Seen chatAsStranger(boolean stream) {
    return send("stolen", stream, Integer.MAX_VALUE, 0, "hello");
  }

  @Override
  protected String errorOf(String kind) {
    return switch (kind) {
      case "unauthenticated" -> "UNAUTHENTICATED";
      case "outage" -> "UNAVAILABLE";
      case "throttle" -> "RESOURCE_EXHAUSTED";
      case "error" -> "INTERNAL";
      case "native" -> "FAILED_PRECONDITION";
      case "context_length" -> "INVALID_ARGUMENT";
      case "content_filter" -> "PROHIBITED_CONTENT";
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @Override
  protected Ending filterEnding() {
    return Ending.WHOLE;
  }

  /** gRPC's client does not say which way a connection went; BreakableSocketTest does. */
  @Override
  protected Ending resetEnding() {
    return Ending.CUT;
  }

  @Override
  protected String limitReason() {
    return "MAX_TOKENS";
  }

  @Override
  protected String stopReason() {
    return "STOP";
  }

  @Override
  protected String nativeError() {
    return "{'error': {'code': 400, 'status': 'FAILED_PRECONDITION', 'message': 'x', 'details':"
        + " [{'@type': 'type.googleapis.com/google.rpc.ErrorInfo', 'reason': 'R'}]}}";
  }

  @Override
  protected String nativeAnswer() {
    return "{'candidates': [{'content': {'role': 'model', 'parts': [{'text': 'from reply'}]},"
        + " 'finishReason': 'STOP'}]}";
  }

  @Override
  protected String nativeEvents() {
    return "[{'candidates': [{'content': {'role': 'model', 'parts': [{'text': 'from'}]}}]},"
        + " {'candidates': [{'content': {'role': 'model', 'parts': [{'text': ' reply'}]},"
        + " 'finishReason': 'STOP'}]}]";
  }

  @Override
  protected String nativeBeginning() {
    return "[{'candidates': [{'content': {'role': 'model', 'parts': [{'text': 'from'}]}}]}]";
  }

  private Seen send(String token, boolean stream, int enough, int maxTokens, String... texts) {
    GenerateContentRequest.Builder request = GenerateContentRequest.newBuilder().setModel(MODEL);
    for (int i = 0; i < texts.length; i++) {
      request.addContents(
          Content.newBuilder()
              .setRole(i % 2 == 0 ? "user" : "model")
              .addParts(Part.newBuilder().setText(texts[i])));
    }
    if (maxTokens > 0) {
      request.getGenerationConfigBuilder().setMaxOutputTokens(maxTokens);
    }
    ManagedChannel channel =
        OkHttpChannelBuilder.forAddress("127.0.0.1", emulator.endpoint().getPort())
            .sslSocketFactory(TLS.clientContext().getSocketFactory())
            // gRPC repeats a call on its own when the connection goes before the first header.
            .disableRetry()
            .build();
    try {
      var headers = new Metadata();
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
      var events = new Events();
      PredictionServiceStub stub =
          PredictionServiceGrpc.newStub(channel)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
      if (stream) {
        stub.streamGenerateContent(request.build(), events);
      } else {
        stub.generateContent(request.build(), events);
      }
      return seen(events, enough);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      channel.shutdownNow();
    }
  }

  private static Seen seen(Events events, int enough) throws InterruptedException {
    List<String> pieces = new ArrayList<>();
    var reason = new StringBuilder();
    while (true) {
      boolean brief = pieces.size() >= enough;
      Object event = events.queue.poll(brief ? 150 : 20_000, TimeUnit.MILLISECONDS);
      switch (event) {
        case null -> {
          Ending ending = pieces.isEmpty() ? Ending.SILENT : Ending.STALLED;
          return Seen.answer(ending, pieces, "");
        }
        case GenerateContentResponse response -> note(response, pieces, reason);
        case StatusRuntimeException error -> {
          return failed(error, pieces);
        }
        default -> {
          return Seen.answer(Ending.WHOLE, pieces, reason.toString());
        }
      }
    }
  }

  private static void note(
      GenerateContentResponse response, List<String> pieces, StringBuilder reason) {
    response
        .getCandidatesList()
        .forEach(
            candidate -> {
              candidate.getContent().getPartsList().forEach(part -> pieces.add(part.getText()));
              if (candidate.getFinishReasonValue() != 0) {
                reason.append(candidate.getFinishReason());
              }
            });
    if (response.hasPromptFeedback()) {
      reason.append(response.getPromptFeedback().getBlockReason());
    }
  }

  private static Seen failed(StatusRuntimeException error, List<String> pieces) {
    Status status = error.getStatus();
    String description = String.valueOf(status.getDescription());
    if (description.contains("Failed to read message")) {
      return Seen.answer(Ending.BROKEN, pieces, "");
    }
    boolean transport = status.getCode() == Status.Code.UNAVAILABLE && status.getCause() != null;
    if (transport || description.contains("End of stream") || description.contains("GOAWAY")) {
      return Seen.answer(Ending.CUT, pieces, "");
    }
    return Seen.error(status.getCode().name(), retryAfter(error));
  }

  private static int retryAfter(StatusRuntimeException error) {
    com.google.rpc.Status details = StatusProto.fromThrowable(error);
    try {
      for (var detail : details.getDetailsList()) {
        if (detail.is(RetryInfo.class)) {
          return (int) detail.unpack(RetryInfo.class).getRetryDelay().getSeconds();
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
    return -1;
  }

  /** Keeps what comes, in order. */
  private static final class Events implements StreamObserver<GenerateContentResponse> {
    private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();

    @Override
    public void onNext(GenerateContentResponse response) {
      queue.add(response);
    }

    @Override
    public void onError(Throwable error) {
      queue.add(error);
    }

    @Override
    public void onCompleted() {
      queue.add("completed");
    }
  }
}
