package dev.trefoil.gateway;

import com.fasterxml.jackson.core.JsonParser;
import dev.trefoil.attempt.Call;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.fallback.AnswerEvaluator;
import dev.trefoil.fallback.SchemaFinding;
import dev.trefoil.json.Json;
import dev.trefoil.policy.QualityGate;
import dev.trefoil.routing.Plan;
import dev.trefoil.schema.SchemaCheck;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks at whole answers: length, refusals and schema first, since they cost nothing. */
public final class GateEvaluator implements AnswerEvaluator {
  private final Optional<Judge> judge;

  public GateEvaluator(Judge judge) {
    this.judge = Optional.of(judge);
  }

  private GateEvaluator() {
    judge = Optional.empty();
  }

  /** For a judge's own calls. */
  public static GateEvaluator unjudged() {
    return new GateEvaluator();
  }

  @Override
  public SchemaFinding check(String schema, String text) {
    return switch (SchemaCheck.finding(schema, text)) {
      case HOLDS -> SchemaFinding.PASSED;
      case UNCHECKED -> SchemaFinding.UNCHECKED;
      case FAILS -> SchemaFinding.FAILED;
    };
  }

  @Override
  public boolean isJson(String text) {
    try (JsonParser parser = Json.parser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Verdict judge(Plan plan, ChatRequest request, String answer, Call call) {
    QualityGate gate = plan.policy().gate().orElseThrow();
    Optional<String> objection = objection(gate, request, answer);
    if (objection.isPresent() || gate.judge().isEmpty() || judge.isEmpty()) {
      return new Verdict(objection, 0);
    }
    return judge.get().judge(gate.judge().get(), plan.places(), request, answer, call);
  }

  private Optional<String> objection(QualityGate gate, ChatRequest request, String answer) {
    if (answer.length() < gate.minLength()) {
      return Optional.of("shorter than " + gate.minLength() + " characters");
    }
    for (Pattern refusal : gate.refusals()) {
      if (refusal.matcher(answer).find()) {
        return Optional.of("a refusal by the pattern " + refusal);
      }
    }
    return gate.schema() ? objection(request.format(), answer) : Optional.empty();
  }

  private Optional<String> objection(ResponseFormat format, String answer) {
    boolean isJson = format instanceof ResponseFormat.Text || isJson(answer);
    if (!isJson) {
      return Optional.of("not in the form that was asked for");
    }
    return format instanceof ResponseFormat.JsonSchema schema
        ? SchemaCheck.objection(schema.schema(), answer)
        : Optional.empty();
  }

  @Override
  public Optional<String> whyNot(Plan plan, ChatRequest request) {
    boolean checked = plan.policy().gate().filter(QualityGate::schema).isPresent();
    return checked && request.format() instanceof ResponseFormat.JsonSchema schema
        ? SchemaCheck.whyNot(schema.schema())
        : Optional.empty();
  }
}
