package dev.trefoil.fuzz;

import static dev.trefoil.fuzz.Field.field;
import static dev.trefoil.fuzz.Field.quoted;
import static dev.trefoil.fuzz.Field.required;

import java.util.List;

/** What may stand in a request of Messages, as Anthropic's reference has it. */
final class MessagesFields {
  static final FieldTable TABLE =
      new FieldTable(
          List.of(
              required("model", "S", "''", "' '", "'a\\nb'", quoted("m".repeat(513))),
              required("max_tokens", "I", "-1", "1.5", "2147483648", "1e100"),
              required("messages", "L", "[]", "[{}]", "[1]"),
              field("messages[*]", "O"),
              required("messages[*].role", "S", "''", "'robot'", "'User'", "'tool'"),
              required("messages[*].content", "SL", "[{}]", "[[]]", "['text']"),
              field("messages[*].content[*]", "O"),
              required(
                  "messages[*].content[*].type", "S", "''", "'image_url'", "'Text'", "'function'"),
              required("messages[*].content[*].text", "S"),
              field("messages[*].content[*].cache_control", "O", "{}", "{'type':'lasting'}"),
              required("messages[*].content[*].cache_control.type", "S", "''", "'lasting'"),
              field("messages[*].content[*].cache_control.ttl", "S", "''", "'2h'"),
              required("messages[*].content[*].source", "OS", "{}"),
              required("messages[*].content[*].source.type", "S", "''", "'file'", "'gcs'"),
              required("messages[*].content[*].source.media_type", "S", "''", "'image'", "'a/b/c'"),
              required("messages[*].content[*].source.data", "S", "''", "'*'", "'AAA'"),
              field("messages[*].content[*].title", "S"),
              required("messages[*].content[*].thinking", "S"),
              field("messages[*].content[*].signature", "S"),
              required("messages[*].content[*].data", "S"),
              required("messages[*].content[*].id", "S"),
              required("messages[*].content[*].name", "S"),
              field("messages[*].content[*].input", "O"),
              required("messages[*].content[*].tool_use_id", "S", "''", "'of nobody'"),
              field("messages[*].content[*].content", "SL", "[{}]", "[1]", "[{'type':'thinking'}]"),
              field("messages[*].content[*].is_error", "B"),
              field("system", "SL", "[{}]", "[1]", "[{'type':'image'}]"),
              field("system[*]", "O"),
              required("system[*].type", "S", "''", "'image'"),
              required("system[*].text", "S"),
              field("system[*].cache_control", "O", "{}"),
              required("system[*].cache_control.type", "S", "'lasting'"),
              field("tools", "L", "[1]", "[{}]"),
              field("tools[*]", "O"),
              field("tools[*].type", "S"),
              required("tools[*].name", "S", "''", "' '", quoted("n".repeat(257))),
              field("tools[*].description", "S"),
              required("tools[*].input_schema", "O"),
              field("tools[*].strict", "B"),
              field("tools[*].defer_loading", "B"),
              field("tools[*].cache_control", "O", "{}"),
              required("tools[*].cache_control.type", "S", "''"),
              field("tool_choice", "O", "{}", "{'type':'tool'}", "{'type':'tool','name':'nobody'}"),
              required("tool_choice.type", "S", "''", "'required'"),
              required("tool_choice.name", "S", "'of.nobody'"),
              field("tool_choice.disable_parallel_tool_use", "B"),
              field(
                  "thinking",
                  "O",
                  "{}",
                  "{'type':'enabled'}",
                  "{'type':'enabled','budget_tokens':1}"),
              required("thinking.type", "S", "''", "'on'"),
              required("thinking.budget_tokens", "I", "0", "1023", "1.5", "2000000000"),
              field("thinking.display", "S", "''", "'full'"),
              field("output_config", "O"),
              field("output_config.effort", "S", "''", "'minimal'", "'HIGH'"),
              field("output_config.format", "O", "{}"),
              required("output_config.format.type", "S", "''", "'json_object'"),
              required("output_config.format.schema", "O"),
              field("temperature", "N", "-0.01", "1.01", "1e400"),
              field("top_p", "N", "-0.01", "1.01"),
              field("top_k", "I", "-1", "0.5", "1e30"),
              field("stop_sequences", "L", "['']", "[1]", "[null]"),
              field("stop_sequences[*]", "S", "''"),
              field("metadata", "O"),
              field("metadata.user_id", "S"),
              field("service_tier", "S", "''", "'flex'"),
              field("stream", "B"),
              field("cache_control", "O", "{}", "{'type':'lasting'}"),
              required("cache_control.type", "S", "''"),
              field("cache_control.ttl", "S", "'1d'")));

  private MessagesFields() {}
}
