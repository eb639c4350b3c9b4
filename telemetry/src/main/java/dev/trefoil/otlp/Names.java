// Source: Semantic conventions for generative AI v0.1.0, "Client inference" and "Metrics".
package dev.trefoil.otlp;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.policy.Target;
import io.opentelemetry.api.common.AttributeKey;
import java.util.Map;

/**
 * The names of attributes, and what services are called there.
 *
 * @param providers {@code gen_ai.provider.name} of each service
 */
record Names(Map<String, String> providers) {
  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
  static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
  static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
  static final AttributeKey<Boolean> REQUEST_STREAM =
      AttributeKey.booleanKey("gen_ai.request.stream");
  static final AttributeKey<String> RESPONSE_MODEL =
      AttributeKey.stringKey("gen_ai.response.model");
  static final AttributeKey<Double> FIRST_CHUNK =
      AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk");
  static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  static final AttributeKey<Long> CACHE_READ_TOKENS =
      AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
  static final AttributeKey<Long> CACHE_WRITE_TOKENS =
      AttributeKey.longKey("gen_ai.usage.cache_write.input_tokens");
  static final AttributeKey<Long> REASONING_TOKENS =
      AttributeKey.longKey("gen_ai.usage.reasoning.output_tokens");
  static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  // "Execute tool span".
  static final AttributeKey<String> TOOL = AttributeKey.stringKey("gen_ai.tool.name");
  static final AttributeKey<String> TOOL_CALL = AttributeKey.stringKey("gen_ai.tool.call.id");
  static final AttributeKey<String> TOOL_TYPE = AttributeKey.stringKey("gen_ai.tool.type");

  // Semantic conventions for database calls, "Common attributes".
  static final AttributeKey<String> DB_SYSTEM = AttributeKey.stringKey("db.system.name");
  static final AttributeKey<String> DB_OPERATION = AttributeKey.stringKey("db.operation.name");

  // What the conventions have no names for.
  static final AttributeKey<String> ROUTE = AttributeKey.stringKey("trefoil.route");
  static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("trefoil.request_id");
  static final AttributeKey<String> CALLER = AttributeKey.stringKey("trefoil.caller");
  static final AttributeKey<String> TENANT = AttributeKey.stringKey("trefoil.tenant");
  static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("trefoil.attempts");
  static final AttributeKey<String> SERVICE = AttributeKey.stringKey("trefoil.service");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("trefoil.outcome");
  static final AttributeKey<String> LIMIT = AttributeKey.stringKey("trefoil.limit");
  static final AttributeKey<String> BREAKER = AttributeKey.stringKey("trefoil.breaker");
  static final AttributeKey<String> GUARDRAIL = AttributeKey.stringKey("trefoil.guardrail");
  static final AttributeKey<String> SIDE = AttributeKey.stringKey("trefoil.side");
  static final AttributeKey<Long> QUESTIONS = AttributeKey.longKey("trefoil.questions");
  static final AttributeKey<Long> UNITS = AttributeKey.longKey("trefoil.units");
  static final AttributeKey<Double> COST = AttributeKey.doubleKey("trefoil.cost_usd");
  static final AttributeKey<Boolean> ESTIMATED = AttributeKey.booleanKey("trefoil.usage_estimated");

  /** The operation of a call of a tool. */
  static final String EXECUTE_TOOL = "execute_tool";

  /** The type of a tool that is called here and not by the caller. */
  static final String EXTENSION = "extension";

  /** Trefoil itself, of which callers ask a route. */
  static final String TREFOIL = "trefoil";

  String provider(Target target) {
    return providers.getOrDefault(target.service(), target.service());
  }

  /** Whether an attempt gave what was asked for, or was one that nobody needed any more. */
  static boolean isError(Attempt attempt) {
    return attempt.failure().isPresent();
  }
}
