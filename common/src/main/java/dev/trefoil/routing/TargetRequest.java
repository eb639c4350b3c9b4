package dev.trefoil.routing;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.policy.Policy;
import dev.trefoil.provider.Capabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The request as one target gets it: with the route's defaults where the caller says nothing, with
 * what this model is told in addition, and streamed also where the caller wants it plain.
 */
public final class TargetRequest {
  private TargetRequest() {}

  public static ChatRequest of(ChatRequest request, Step step, Policy policy) {
    return request
        .withMessages(messages(request.messages(), step))
        .withSettings(settings(request.settings(), step.model(), policy))
        .withStream(streams(request, step, policy));
  }

  /** Whether the target is asked for its answer piece by piece. */
  public static boolean streams(ChatRequest request, Step step, Policy policy) {
    return request.stream()
        || policy.streamInside() && (request.tools().isEmpty() || step.model().toolsInStream());
  }

  private static List<Message> messages(List<Message> messages, Step step) {
    if (step.instructions().isEmpty()) {
      return messages;
    }
    List<Message> more = new ArrayList<>(messages);
    int at = 0;
    while (at < more.size() && more.get(at).role() == Role.SYSTEM) {
      at++;
    }
    more.add(at, Message.of(Role.SYSTEM, step.instructions().get()));
    return more;
  }

  private static Settings settings(Settings settings, Capabilities model, Policy policy) {
    Settings fitted = settings;
    boolean takesTemperature =
        model.temperature() && (model.temperatureWithTopP() || settings.topP().isEmpty());
    OptionalDouble temperature = policy.temperature();
    if (temperature.isPresent() && settings.temperature().isEmpty() && takesTemperature) {
      fitted = fitted.withTemperature(temperature);
    }
    if (policy.maxTokens().isPresent() && settings.maxTokens().isEmpty()) {
      fitted = fitted.withMaxTokens(policy.maxTokens());
    }
    return fitted;
  }
}
