package dev.trefoil.fallback;

import dev.trefoil.attempt.Call;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.routing.Plan;
import java.util.Optional;

/** Looks at whole answers, of whose form the attempts know nothing. */
public interface AnswerEvaluator {
  /** Whether a text is JSON that holds to a schema. */
  SchemaFinding check(String schema, String text);

  /** Whether a text is one JSON document. */
  boolean isJson(String text);

  /**
   * Why the request's JSON Schema cannot be held to, where the plan's gate asks for it; to be asked
   * before anything is paid.
   */
  Optional<String> whyNot(Plan plan, ChatRequest request);

  /**
   * Says whether an answer passes a gate.
   *
   * @param plan the call's, which has a gate
   * @param answer the whole text of the first choice
   */
  Verdict judge(Plan plan, ChatRequest request, String answer, Call call);

  /**
   * What was found.
   *
   * @param objection why the answer will not do; empty where it will
   * @param costUsd what finding it out cost
   */
  record Verdict(Optional<String> objection, double costUsd) {
    /** The answer will do. */
    public static final Verdict FINE = new Verdict(Optional.empty(), 0);
  }
}
