// What a route's defaults make of a request for one target.
package dev.trefoil.routing;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Settings;
import dev.trefoil.policy.Defaults;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.provider.RequestChanges;
import java.util.List;

/**
 * Says what the caller leaves unsaid. A default that a target does not take is not said to it, and
 * none is for whose sake it would be sent less of what the caller does say.
 */
final class DefaultSettings {
  private DefaultSettings() {}

  static ChatRequest of(ChatRequest request, Step step, Defaults defaults) {
    Settings said = request.settings();
    Settings.Builder more = said.toBuilder();
    Capabilities model = step.model();
    boolean changed = false;
    boolean temperature =
        said.temperature().isEmpty()
            && defaults.temperature().isPresent()
            && model.temperature()
            && (model.temperatureWithTopP() || said.topP().isEmpty());
    if (temperature) {
      more.temperature(defaults.temperature());
      changed = true;
    }
    if (said.topP().isEmpty()
        && defaults.topP().isPresent()
        && model.temperature()
        && (model.temperatureWithTopP() || !temperature && said.temperature().isEmpty())) {
      more.topP(defaults.topP());
      changed = true;
    }
    if (said.maxTokens().isEmpty() && defaults.maxTokens().isPresent()) {
      more.maxTokens(defaults.maxTokens());
      changed = true;
    }
    ChatRequest filled = changed ? request.withSettings(more.build()) : request;
    return thinking(filled, step, defaults);
  }

  private static ChatRequest thinking(ChatRequest request, Step step, Defaults defaults) {
    Settings said = request.settings();
    if (defaults.reasoningEffort().isEmpty()
        || step.model().reasoning() == Reasoning.NONE
        || said.reasoningEffort().isPresent()
        || said.reasoningBudget().isPresent()) {
      return request;
    }
    ChatRequest told =
        request.withSettings(said.toBuilder().reasoningEffort(defaults.reasoningEffort()).build());
    return changes(told, step).equals(changes(request, step)) ? told : request;
  }

  private static List<RequestChange> changes(ChatRequest request, Step step) {
    RequestChanges changes = new RequestChanges(false);
    step.rules().chat(new ModelRequest(request, step.target().model(), step.model()), changes);
    return changes.list();
  }
}
