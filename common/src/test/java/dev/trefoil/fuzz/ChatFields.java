package dev.trefoil.fuzz;

import static dev.trefoil.fuzz.Field.field;
import static dev.trefoil.fuzz.Field.quoted;
import static dev.trefoil.fuzz.Field.required;

import java.util.List;

/** What may stand in a chat request, as OpenAI's reference has it. */
final class ChatFields {
  static final FieldTable TABLE =
      new FieldTable(
          List.of(
              required("model", "S", "''", "' '", "'a\\nb'", quoted("m".repeat(513))),
              required("messages", "L", "[]", "[{}]"),
              field("messages[*]", "O"),
              required("messages[*].role", "S", "''", "'robot'", "'User'", "'function'"),
              field("messages[*].content", "SL", "[]", "[{}]", "[[]]"),
              field("messages[*].content[*]", "O"),
              required(
                  "messages[*].content[*].type",
                  "S",
                  "''",
                  "'video_url'",
                  "'Text'",
                  "'tool_use'",
                  "'thinking'"),
              required("messages[*].content[*].text", "S"),
              required("messages[*].content[*].refusal", "S"),
              required("messages[*].content[*].image_url", "O"),
              required(
                  "messages[*].content[*].image_url.url",
                  "S",
                  "''",
                  "'picture.png'",
                  "'//host/x.png'",
                  "'http://'",
                  "'ftp://host/x.png'",
                  "'file:///etc/passwd'",
                  "'javascript:alert(1)'",
                  "'data:image/png,abc'",
                  "'data:;base64,AAAA'",
                  "'data:image/png;base64,'",
                  "'data:image/png;base64,AAA'",
                  "'data:image/png;base64,*AAA'",
                  "'data:image/png;base64,AA==AA=='",
                  "'https://a b/'",
                  "'gs:'",
                  "'gs://'",
                  "'gs:bucket/x.png'",
                  "'gs:///x.png'",
                  "' gs://bucket/x.png'",
                  "'gs://bucket/a b.png'",
                  "'gs://bucket/%zz.png'",
                  "'gs:\\\\\\\\bucket\\\\x.png'",
                  "'gcs://bucket/x.png'"),
              required("messages[*].content[*].input_audio", "O"),
              required("messages[*].content[*].input_audio.data", "S", "''", "'*'", "'AAA'"),
              required("messages[*].content[*].input_audio.format", "S", "''", "'ogg'", "'WAV'"),
              required("messages[*].content[*].file", "O"),
              required(
                  "messages[*].content[*].file.file_data",
                  "S",
                  "''",
                  "'AAAA'",
                  "'data:a/b;base64,*'",
                  "'gs://'",
                  "'gs:///a.pdf'",
                  "'gs://bucket/[a].pdf'"),
              field("messages[*].content[*].file.filename", "S"),
              field("messages[*].refusal", "S"),
              field("messages[*].reasoning_content", "S"),
              field("messages[*].extra_content", "O"),
              field("messages[*].extra_content.google", "O"),
              field("messages[*].extra_content.google.thought_signature", "S"),
              field("messages[*].extra_content.anthropic", "O"),
              field("messages[*].extra_content.anthropic.signature", "S"),
              field("messages[*].extra_content.bedrock", "O"),
              field("messages[*].extra_content.bedrock.signature", "S"),
              field("messages[*].tool_calls", "L", "[1]", "[{}]"),
              field("messages[*].tool_calls[*]", "O"),
              required("messages[*].tool_calls[*].id", "S"),
              field("messages[*].tool_calls[*].type", "S", "''", "'custom'"),
              required("messages[*].tool_calls[*].function", "O", "{}"),
              required("messages[*].tool_calls[*].function.name", "S"),
              field("messages[*].tool_calls[*].function.arguments", "SOL"),
              field("messages[*].tool_calls[*].extra_content", "O"),
              field("messages[*].tool_calls[*].extra_content.google", "O"),
              field("messages[*].tool_calls[*].extra_content.google.thought_signature", "S"),
              required("messages[*].tool_call_id", "S", "'of nobody'"),
              field(
                  "tools",
                  "L",
                  "[1]",
                  "[{}]",
                  "[{\"type\":\"custom\",\"custom\":{\"name\":\"x\"}}]"),
              field("tools[*]", "O"),
              required("tools[*].type", "S", "''", "'custom'", "'web_search'"),
              required("tools[*].function", "O", "{}"),
              required("tools[*].function.name", "S", "''", "' '", quoted("n".repeat(257))),
              field("tools[*].function.description", "S"),
              field(
                  "tools[*].function.parameters",
                  "O",
                  "{'$ref':'#/$defs/nowhere'}",
                  "{'properties':{'a':{'$ref':'https://schemas.example/a'}}}",
                  "{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/a'}}}"),
              field("tools[*].function.strict", "B"),
              field(
                  "tool_choice",
                  "SO",
                  "''",
                  "'any'",
                  "{}",
                  "{\"type\":\"function\"}",
                  "{\"type\":\"allowed_tools\",\"allowed_tools\":{}}",
                  "{\"type\":\"function\",\"function\":{\"name\":\"of.nobody\"}}"),
              required("tool_choice.type", "S", "''", "'custom'"),
              required("tool_choice.function", "O", "{}"),
              required("tool_choice.function.name", "S", "'of.nobody'"),
              field("parallel_tool_calls", "B"),
              field("response_format", "O", "{}"),
              required("response_format.type", "S", "''", "'xml'"),
              required("response_format.json_schema", "O", "{}"),
              required(
                  "response_format.json_schema.name", "S", "''", "'a b'", quoted("n".repeat(65))),
              field("response_format.json_schema.description", "S"),
              required("response_format.json_schema.schema", "O"),
              field("response_format.json_schema.strict", "B"),
              field("temperature", "N", "-0.01", "2.01", "1e400", "-1e400", digits()),
              field("top_p", "N", "-0.01", "1.01", "1e308"),
              field("max_tokens", "I", "0", "-1", "1.5", "2147483648", "1e100"),
              field("max_completion_tokens", "I", "0", "-1", "1.5", "2147483648"),
              field("n", "I", "0", "-1", "129", "1.5", "1e30"),
              field("seed", "I", "1.5", "9223372036854775808", "-9223372036854775809", "1e400"),
              field("presence_penalty", "N", "-2.01", "2.01", "1e400"),
              field("frequency_penalty", "N", "-2.01", "2.01"),
              field("logprobs", "B"),
              field("top_logprobs", "I", "-1", "21", "0.5"),
              field("logit_bias", "O", "{\"a\":1}", "{\"-1\":1}", "{\"\":1}", "{\"9999999999\":1}"),
              field("logit_bias.*", "N", "100.01", "-101"),
              field("stop", "SL", "''", "['']", "['a','b','c','d','e']", "[1]", "[null]"),
              field("stop[*]", "S", "''"),
              field("reasoning_effort", "S", "''", "'extreme'", "'LOW'"),
              field("service_tier", "S", "''", "'turbo'"),
              field(
                  "metadata",
                  "O",
                  "{\"\":\"x\"}",
                  "{\"a\":1}",
                  "{\"a\":{}}",
                  "{\"" + "k".repeat(65) + "\":\"x\"}",
                  "{\"a\":\"" + "v".repeat(513) + "\"}",
                  labels(17)),
              field("metadata.*", "S", quoted("v".repeat(513))),
              field("user", "S"),
              field("stream", "B"),
              field("stream_options", "O"),
              field("stream_options.include_usage", "B"),
              field("modalities", "L", "['audio']", "['text','audio']", "[1]"),
              field("modalities[*]", "S", "'audio'")));

  private ChatFields() {}

  /** A number that is right but for its length. */
  private static String digits() {
    return "1." + "0".repeat(900) + "1e1";
  }

  private static String labels(int count) {
    StringBuilder labels = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      labels.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":\"v\"");
    }
    return labels.append('}').toString();
  }
}
