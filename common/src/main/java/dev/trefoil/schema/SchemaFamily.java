package dev.trefoil.schema;

import dev.trefoil.chat.ResponseFormat;
import java.util.Optional;

/** Services that take the same of JSON Schema. */
public enum SchemaFamily {
  /** Claude, wherever it is hosted. */
  CLAUDE(Form.CLAUDE, Optional.of(Form.CLAUDE_HELD)),
  /** Amazon Nova. */
  NOVA(Form.NOVA, Optional.empty()),
  /** Other models behind Converse. */
  CONVERSE(Form.CLAUDE, Optional.empty()),
  /** OpenAI itself, and Azure. */
  OPENAI(Form.OPENAI, Optional.of(Form.OPENAI_HELD)),
  /** Gemini, which holds answers to every schema, and calls where one is demanded. */
  GEMINI(Form.GEMINI, Optional.empty()),
  /** Servers that speak OpenAI's protocol: what they hold to is theirs to say. */
  COMPATIBLE(Form.OPENAI, Optional.empty());

  private final Form form;
  private final Optional<Form> held;

  SchemaFamily(Form form, Optional<Form> held) {
    this.form = form;
    this.held = held;
  }

  Form form() {
    return form;
  }

  /** What it takes of a schema that it is to hold an answer to; empty for what it takes anyway. */
  Optional<Form> held() {
    return held;
  }

  /**
   * Whether a service that can holds an answer to a format, be it after a change of its schema.
   * Where strictness was not asked for, nothing is made narrower for its sake.
   */
  public boolean holds(ResponseFormat.JsonSchema asked) {
    if (held.isEmpty()) {
      return false;
    }
    Normalized schema = SchemaNormalizer.SHARED.answer(asked.schema(), held.get());
    return FittedRequest.holds(this, asked, schema);
  }
}
