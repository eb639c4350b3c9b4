package dev.trefoil.schema;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.provider.SchemaFit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request with its schemas as a family of services takes them.
 *
 * @param request the caller's own where nothing had to be changed. {@code strict} of a format says
 *     whether the service is to hold the answer to it
 * @param tools the way back of calls, by the tools' names; of those alone that need one
 * @param answer the way back of the answer's text
 */
record FittedRequest(ChatRequest request, Map<String, Renaming> tools, Renaming answer) {

  /**
   * What Anthropic's services compile of one request ("Structured outputs", schema complexity
   * limits): strict tools, members that may be missing, values of several types.
   */
  private static final int MOST_STRICT_TOOLS = 20;

  private static final int MOST_OPTIONAL = 24;
  private static final int MOST_UNIONS = 16;

  private static final String ANSWER = "response_format.json_schema.schema";

  /**
   * @param holds whether the model is one that its service holds to schemas
   * @throws ProviderException INVALID, with the field to blame, for a schema that nobody can read
   */
  static FittedRequest of(
      ChatRequest request, SchemaFamily family, boolean holds, SchemaNormalizer schemas)
      throws ProviderException {
    return hasSchemas(request)
        ? new Builder(request, family, holds, schemas).build()
        : new FittedRequest(request, Map.of(), Renaming.NONE);
  }

  /**
   * How the service takes the schemas of a request.
   *
   * @throws ProviderException as {@link #of} does
   */
  static SchemaFit look(
      ChatRequest request, SchemaFamily family, boolean holds, SchemaNormalizer schemas)
      throws ProviderException {
    return hasSchemas(request)
        ? new Builder(request, family, holds, schemas).look()
        : SchemaFit.WHOLE;
  }

  private static boolean hasSchemas(ChatRequest request) {
    return !request.tools().isEmpty() || request.format() instanceof ResponseFormat.JsonSchema;
  }

  /** Whether an answer is to be held to a schema in the form that is held to. */
  static boolean holds(SchemaFamily family, ResponseFormat.JsonSchema asked, Normalized schema) {
    if (schema.refusal().isPresent()) {
      return false;
    }
    return family == SchemaFamily.CLAUDE
        ? (asked.strict() || !schema.changed())
            && schema.optional() <= MOST_OPTIONAL
            && schema.unions() <= MOST_UNIONS
        : asked.strict();
  }

  private static final class Builder {
    private final ChatRequest request;
    private final SchemaFamily family;
    private final boolean holds;
    private final SchemaNormalizer schemas;
    private final Map<String, Renaming> back = new HashMap<>();
    private Renaming answer = Renaming.NONE;
    private int strictTools;
    private int optional;
    private int unions;
    private boolean held = true;
    private List<RequestChange.Describe> described = List.of();

    Builder(ChatRequest request, SchemaFamily family, boolean holds, SchemaNormalizer schemas) {
      this.request = request;
      this.family = family;
      this.holds = holds;
      this.schemas = schemas;
    }

    FittedRequest build() throws ProviderException {
      // The answer's form first: of what can be held together, it matters most.
      ResponseFormat format = format();
      List<Tool> tools = tools();
      ChatRequest fitted = request;
      if (tools != request.tools()) {
        fitted = fitted.withTools(tools);
      }
      if (format != request.format()) {
        fitted = fitted.withFormat(format);
      }
      if (!back.isEmpty()) {
        fitted = fitted.withMessages(history());
      }
      return new FittedRequest(fitted, Map.copyOf(back), answer);
    }

    SchemaFit look() throws ProviderException {
      format();
      tools();
      return new SchemaFit(held, described);
    }

    private void told(String field, Normalized schema) {
      if (!schema.exact()) {
        if (described.isEmpty()) {
          described = new ArrayList<>();
        }
        described.add(new RequestChange.Describe(field));
      }
    }

    private List<Tool> tools() throws ProviderException {
      List<Tool> fitted = null;
      for (int i = 0; i < request.tools().size(); i++) {
        Tool asked = request.tools().get(i);
        Tool tool = tool(asked, i);
        if (tool != asked && fitted == null) {
          fitted = new ArrayList<>(request.tools());
        }
        if (tool != asked) {
          fitted.set(i, tool);
        }
      }
      return fitted == null ? request.tools() : fitted;
    }

    private Tool tool(Tool asked, int index) throws ProviderException {
      Normalized schema = null;
      boolean strict = asked.strict();
      if (asked.strict() && holds && family.held().isPresent()) {
        schema = schemas.tool(asked.schema(), family.held().get());
        if (schema.refusal().isPresent() || !fits(schema)) {
          schema = null;
          strict = false;
        } else {
          held &= schema.exact();
        }
      }
      String field = "tools[" + index + "].function.parameters";
      if (schema == null) {
        schema = require(field, schemas.tool(asked.schema(), family.form()));
        held &= !asked.strict() || holdsCalls() && schema.exact();
      }
      told(field, schema);
      if (!schema.renaming().isNone()) {
        back.put(asked.name(), schema.renaming());
      }
      if (!schema.changed() && strict == asked.strict() && schema.note().isEmpty()) {
        return asked;
      }
      String description =
          schema.note().isEmpty()
              ? asked.description()
              : (asked.description() + " " + schema.note()).strip();
      return asked.with(description, schema.schema(), strict);
    }

    /** Gemini's calls hold to their schemas when one is demanded. */
    private boolean holdsCalls() {
      return family == SchemaFamily.GEMINI
          && (request.toolChoice() instanceof ToolChoice.Required
              || request.toolChoice() instanceof ToolChoice.Named);
    }

    private boolean fits(Normalized schema) {
      if (family == SchemaFamily.CLAUDE) {
        if (strictTools == MOST_STRICT_TOOLS
            || optional + schema.optional() > MOST_OPTIONAL
            || unions + schema.unions() > MOST_UNIONS) {
          return false;
        }
        strictTools++;
        optional += schema.optional();
        unions += schema.unions();
      }
      return true;
    }

    private ResponseFormat format() throws ProviderException {
      if (!(request.format() instanceof ResponseFormat.JsonSchema asked)) {
        return request.format();
      }
      if (family == SchemaFamily.COMPATIBLE) {
        held &= !asked.strict();
        return asked;
      }
      if (holds && family.held().isPresent()) {
        Normalized schema = schemas.answer(asked.schema(), family.held().get());
        if (holds(family, asked, schema)) {
          optional += schema.optional();
          unions += schema.unions();
          return format(asked, schema, true);
        }
      }
      Normalized schema = require(ANSWER, schemas.answer(asked.schema(), family.form()));
      boolean heldAnyway = family == SchemaFamily.GEMINI && holds;
      held &= heldAnyway || !asked.strict();
      return format(asked, schema, heldAnyway && asked.strict());
    }

    private ResponseFormat format(
        ResponseFormat.JsonSchema asked, Normalized schema, boolean strict) {
      held &= schema.exact();
      told(ANSWER, schema);
      answer = schema.renaming();
      return schema.changed() || strict != asked.strict()
          ? new ResponseFormat.JsonSchema(
              asked.name(), asked.description(), schema.schema(), strict)
          : asked;
    }

    private static Normalized require(String field, Normalized schema) throws ProviderException {
      Optional<String> refusal = schema.refusal();
      if (refusal.isPresent()) {
        throw new ProviderException(
                Kind.INVALID, "The schema in '" + field + "' " + refusal.get() + ".")
            .withParam(field);
      }
      return schema;
    }

    /** Calls of the past, as the model is to see them. */
    private List<Message> history() {
      List<Message> messages = new ArrayList<>(request.messages());
      messages.replaceAll(
          message ->
              message.parts().stream().anyMatch(this::isRenamed)
                  ? message.withParts(message.parts().stream().map(this::renamed).toList())
                  : message);
      return messages;
    }

    private boolean isRenamed(Part part) {
      return part instanceof Part.ToolCall call
          && back.containsKey(call.name())
          && !back.get(call.name()).toService().isEmpty();
    }

    private Part renamed(Part part) {
      return part instanceof Part.ToolCall call && isRenamed(part)
          ? new Part.ToolCall(
              call.id(),
              call.name(),
              ValueRewriter.rewrite(call.arguments(), back.get(call.name()).toService()),
              call.signature())
          : part;
    }
  }
}
