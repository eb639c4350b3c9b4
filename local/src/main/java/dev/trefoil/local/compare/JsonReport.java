// The comparison for programs, with every answer.
package dev.trefoil.local.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** One JSON object. */
public final class JsonReport {
  private JsonReport() {}

  public static String of(Comparison comparison) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("route", comparison.route());
    comparison.judge().ifPresent(judge -> json.put("judge", judge));
    ArrayNode targets = json.putArray("targets");
    for (TargetAnswers target : comparison.targets()) {
      ObjectNode one = targets.addObject().put("target", target.target());
      one.put("answers", target.given().size()).put("cut", target.cut());
      one.put("refused", target.refused());
      target.costUsd().ifPresent(cost -> one.put("costUsd", cost));
      ObjectNode forms = one.putObject("forms");
      target.forms().forEach((form, count) -> forms.put(form.words(), count));
    }
    ArrayNode prompts = json.putArray("prompts");
    for (int i = 0; i < comparison.prompts().size(); i++) {
      Prompt prompt = comparison.prompts().get(i);
      ObjectNode one = prompts.addObject().put("line", prompt.line());
      one.set("request", prompt.request());
      ArrayNode answers = one.putArray("answers");
      for (TargetAnswers target : comparison.targets()) {
        ObjectNode answer = answers.addObject().put("target", target.target());
        switch (target.answers().get(i)) {
          case Answer.Given given -> write(answer, given);
          case Answer.Failed failed -> answer.put("error", failed.reason());
        }
        if (!target.verdicts().isEmpty()) {
          TargetAnswers.verdict(target.verdicts().get(i))
              .ifPresent(it -> answer.put("agreement", it.name().toLowerCase(Locale.ROOT)));
        }
      }
    }
    return json.toPrettyString() + "\n";
  }

  private static void write(ObjectNode json, Answer.Given answer) {
    json.put("text", answer.said()).put("finishReason", answer.finishReason());
    json.put("form", TextForm.of(answer).words()).put("refused", Refusals.isOne(answer));
    answer.tokens().ifPresent(tokens -> json.put("tokens", tokens));
    answer.costUsd().ifPresent(cost -> json.put("costUsd", cost));
    json.put("ms", answer.millis());
    ArrayNode tools = json.putArray("tools");
    answer.tools().forEach(tools::add);
    ArrayNode changed = json.putArray("changed");
    answer.changed().forEach(changed::add);
  }
}
