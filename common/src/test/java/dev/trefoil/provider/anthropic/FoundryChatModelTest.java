package dev.trefoil.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.azure.FoundryEmulator;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.provider.RequestChanges;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoundryChatModelTest extends MessagesContract {

  @Override
  protected MessagesDialect dialect() {
    return MessagesDialect.FOUNDRY;
  }

  @Override
  protected ModelEmulator start(int port) {
    return FoundryEmulator.start("foundry", BearerVerifier.accepting("right", "test"), port);
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    String token = validCredentials ? "Bearer right" : "Bearer wrong";
    return connect(
        AnthropicSettings.foundry(endpoint, Duration.ofSeconds(3)),
        RequestSigner.header("Authorization", cancellation -> token),
        "foundry");
  }

  @Test
  void itsPathsLieUnderTheResource() {
    for (String endpoint :
        List.of("https://r.services.ai.azure.com", "https://r.services.ai.azure.com/")) {
      AnthropicSettings settings =
          AnthropicSettings.foundry(URI.create(endpoint), Duration.ofSeconds(3));

      assertThat(settings.messages("m", true))
          .hasToString("https://r.services.ai.azure.com/anthropic/v1/messages");
      assertThat(settings.countTokens())
          .hasToString("https://r.services.ai.azure.com/anthropic/v1/messages/count_tokens");
    }
  }

  @Test
  void anAnswerGetsItsFormByATool() throws ProviderException {
    ChatRequest request =
        new ChatRequest(List.of(user("one")), Settings.DEFAULTS, false)
            .withFormat(
                new ResponseFormat.JsonSchema(
                    "place",
                    "",
                    "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
                        + "\"required\":[\"city\"],\"additionalProperties\":false}",
                    true));

    assertThat(text(chat(model(), request, "claude-sonnet-5-5"))).startsWith("{\"city\"");
    assertThat(controls().journal().getLast().body().has("output_config")).isFalse();
    assertThat(controls().journal().getLast().body().at("/tools/0/name").asText())
        .isEqualTo("place");
  }

  @Test
  void aLaterSystemMessageIsAUsers() throws ProviderException {
    ChatRequest request =
        new ChatRequest(
            List.of(
                user("one"),
                Message.of(Role.ASSISTANT, "two"),
                user("three"),
                Message.of(Role.SYSTEM, "Be brief.")),
            Settings.DEFAULTS,
            false);

    chat(model(), request, "claude-opus-5-5");

    assertThat(controls().journal().getLast().body().path("messages"))
        .extracting(message -> message.path("role").asText())
        .containsOnly("user", "assistant");
  }

  @Test
  void whatItLacksOfTheProtocolIsNamedAndNotSent() throws ProviderException {
    ChatRequest request =
        new ChatRequest(List.of(user("one")), Settings.DEFAULTS, false)
            .withNatives(
                List.of(
                    beyond("container", "\"c\""),
                    beyond("tools", "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}"),
                    beyond("anthropic-beta", "\"context-1m-2025-08-07, fast-mode-2026-02-01\"")));
    RequestChanges changes = new RequestChanges(false);

    new MessagesRules(MessagesDialect.FOUNDRY)
        .chat(
            new ModelRequest(request, "claude-sonnet-5-5", known("foundry", "claude-sonnet-5-5")),
            changes);
    chat(model(), request, "claude-sonnet-5-5");

    assertThat(RequestChange.dropped(changes.list()))
        .contains("container", "tools.web_search_20250305", "anthropic-beta.fast-mode-2026-02-01");
    var sent = controls().journal().getLast();
    assertThat(sent.body().has("tools")).isFalse();
    assertThat(sent.headers().get("anthropic-beta")).containsExactly("context-1m-2025-08-07");
  }

  private static Native beyond(String member, String json) {
    return new Native(Native.ANTHROPIC_MESSAGES, "", member, json);
  }
}
