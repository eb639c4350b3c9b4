package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.CallForm;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.Grace;
import dev.trefoil.provider.ProviderException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailStreamProcessingMode;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailTrace;

/**
 * Bedrock's models by Converse and ConverseStream; a model is a model id, an inference profile's id
 * or an ARN.
 */
final class BedrockChatModel implements ChatModel {
  /** {@code toolUseId} of ToolUseBlock and {@code name} of ToolSpecification, in the reference. */
  private static final CallForm CALLS =
      new CallForm(
          Pattern.compile("[a-zA-Z0-9_-]{1,64}"), Pattern.compile("[a-zA-Z0-9_-]{1,64}"), 64, true);

  private final BedrockRuntimeAsyncClient client;
  private final AwsCredentialsProvider credentials;
  private final Optional<ConverseGuardrail> guardrail;
  private final Function<String, Capabilities> models;

  BedrockChatModel(
      BedrockRuntimeAsyncClient client,
      AwsCredentialsProvider credentials,
      Optional<ConverseGuardrail> guardrail,
      Function<String, Capabilities> models) {
    this.client = client;
    this.credentials = credentials;
    this.guardrail = guardrail;
    this.models = models;
  }

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    if (context.cancellation().isCancelled()) {
      throw Failures.cancelled();
    }
    Capabilities can = models.apply(model);
    CallForm.Fitted fitted = CALLS.fit(request);
    ConverseCall call = ConverseMapper.map(fitted.request(), model, can);
    Signing.await(credentials, context.cancellation());
    ConverseAnswer answer =
        new ConverseAnswer(call, ModelMarks.labelled(fitted.answering(listener), model, can));
    if (call.streamed()) {
      stream(call, context.cancellation(), answer);
    } else {
      whole(call, context.cancellation(), answer);
    }
  }

  /** Without a trace, which would quote what it finds. */
  private ConverseRequest guarded(ConverseRequest request) {
    return guardrail.isEmpty()
        ? request
        : request.toBuilder()
            .guardrailConfig(
                config ->
                    config
                        .guardrailIdentifier(guardrail.get().identifier())
                        .guardrailVersion(guardrail.get().version())
                        .trace(GuardrailTrace.DISABLED))
            .build();
  }

  /** Each piece is looked at before it is given. */
  private ConverseStreamRequest guarded(ConverseStreamRequest request) {
    return guardrail.isEmpty()
        ? request
        : request.toBuilder()
            .guardrailConfig(
                config ->
                    config
                        .guardrailIdentifier(guardrail.get().identifier())
                        .guardrailVersion(guardrail.get().version())
                        .trace(GuardrailTrace.DISABLED)
                        .streamProcessingMode(GuardrailStreamProcessingMode.SYNC))
            .build();
  }

  private void whole(ConverseCall asked, Cancellation cancellation, ConverseAnswer answer)
      throws ProviderException {
    CompletableFuture<ConverseResponse> call = client.converse(guarded(asked.whole()));
    cancellation.onCancel(() -> call.cancel(true));
    try {
      answer.take(call.get());
    } catch (InterruptedException e) {
      call.cancel(true);
      throw Failures.interrupted(e);
    } catch (CancellationException e) {
      throw Failures.cancelled();
    } catch (ExecutionException e) {
      throw cancellation.isCancelled()
          ? Failures.cancelled()
          : BedrockErrors.of(e.getCause(), false);
    }
    answer.finish();
  }

  private void stream(ConverseCall asked, Cancellation cancellation, ConverseAnswer answer)
      throws ProviderException {
    EventInbox inbox = new EventInbox(answer::waiting);
    CompletableFuture<Void> call = client.converseStream(guarded(asked.stream()), inbox);
    call.whenComplete((nothing, thrown) -> inbox.end(thrown));
    cancellation.onCancel(() -> end(call, inbox));
    try {
      read(inbox, cancellation, answer);
    } finally {
      if (!inbox.isOver()) {
        end(call, inbox);
      }
    }
  }

  private static void read(EventInbox inbox, Cancellation cancellation, ConverseAnswer answer)
      throws ProviderException {
    try {
      for (ConverseStreamOutput event = inbox.next(); event != null; event = inbox.next()) {
        if (cancellation.isCancelled()) {
          throw Failures.cancelled();
        }
        answer.alive();
        boolean complete = answer.isComplete();
        if (answer.take(event)) {
          answer.finish();
          inbox.drain();
          return;
        }
        if (answer.isComplete() && !complete) {
          inbox.limit(Grace.AFTER_FINISH);
        }
      }
    } catch (InterruptedException e) {
      throw Failures.interrupted(e);
    }
    if (cancellation.isCancelled()) {
      throw Failures.cancelled();
    }
    Throwable failure = inbox.failure();
    if (failure != null && !answer.isComplete()) {
      throw BedrockErrors.of(failure, answer.hasBegun());
    }
    answer.finish();
  }

  /**
   * Closes the connection, unless the stream has ended. By the call's future alone: a subscription
   * that is cancelled at the same time sometimes keeps the SDK from closing it.
   */
  private static void end(CompletableFuture<Void> call, EventInbox inbox) {
    call.cancel(true);
    inbox.end(null);
  }
}
