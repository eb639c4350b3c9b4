package dev.trefoil.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.provider.RuledService;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What GPT does not take on Bedrock's runtime, though it does elsewhere. */
class BedrockRulesTest {
  private static final String GPT = "us.openai.gpt-6-sol";
  private static final Native SEARCH =
      new Native(Native.OPENAI_RESPONSES, "", "tools.web_search", "{\"type\":\"web_search\"}");
  private static final Native SOURCES =
      new Native(
          Native.OPENAI_RESPONSES,
          "",
          "include.web_search_call.action.sources",
          "\"web_search_call.action.sources\"");
  private static final Native BE_FORCED =
      new Native(Native.OPENAI_RESPONSES, "", "tool_choice", "{\"type\":\"web_search_preview\"}");

  @Test
  void toolsThatOpenAiRunsAreLeftOut() throws ProviderException {
    ChatRequest request = asking(SEARCH, SOURCES);

    assertThat(changed(request, Dialect.BEDROCK).natives()).isEmpty();
    assertThat(RuledService.dropped(request, rules(Dialect.BEDROCK), GPT, can()))
        .containsExactlyInAnyOrder("tools.web_search", "include.web_search_call.action.sources");
    assertThat(changed(request, Dialect.OPENAI).natives()).containsExactly(SEARCH, SOURCES);
  }

  @Test
  void oneThatIsToBeCalledIsRefused() {
    assertThatThrownBy(() -> changed(asking(SEARCH, BE_FORCED), Dialect.BEDROCK))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("does not run");
  }

  private static ChatRequest asking(Native... natives) {
    return new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, false)
        .withNatives(List.of(natives));
  }

  private static ChatRequest changed(ChatRequest request, Dialect dialect)
      throws ProviderException {
    return RuledService.changed(request, rules(dialect), GPT, can());
  }

  private static RequestRules rules(Dialect dialect) {
    return new ResponsesRules(dialect);
  }

  private static Capabilities can() {
    return Capabilities.unknown("gpt-6-sol");
  }
}
