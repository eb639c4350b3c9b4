// What models on Amazon Bedrock lack: the table that Converse goes by.
package dev.trefoil.emulators.bedrock;

import static dev.trefoil.emulators.bedrock.BedrockModels.Lack.ANY_TOOL;
import static dev.trefoil.emulators.bedrock.BedrockModels.Lack.CACHE;
import static dev.trefoil.emulators.bedrock.BedrockModels.Lack.DOCUMENTS;
import static dev.trefoil.emulators.bedrock.BedrockModels.Lack.IMAGES;
import static dev.trefoil.emulators.bedrock.BedrockModels.Lack.NAMED_TOOL;
import static dev.trefoil.emulators.bedrock.BedrockModels.Lack.SCHEMA;
import static dev.trefoil.emulators.bedrock.BedrockModels.Lack.STREAMED_TOOLS;
import static dev.trefoil.emulators.bedrock.BedrockModels.Lack.SYSTEM;
import static dev.trefoil.emulators.bedrock.BedrockModels.Lack.TEXT_BESIDE_RESULTS;
import static dev.trefoil.emulators.bedrock.BedrockModels.Lack.TOOLS;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Models by family. What Claude models refuse of settings is in {@link
 * dev.trefoil.emulators.claude.ClaudeTraits}.
 */
final class BedrockModels {

  /** Something that a model cannot do. */
  enum Lack {
    SYSTEM,
    TOOLS,
    STREAMED_TOOLS,
    ANY_TOOL,
    NAMED_TOOL,
    IMAGES,
    DOCUMENTS,
    CACHE,
    SCHEMA,
    TEXT_BESIDE_RESULTS
  }

  private record Row(Pattern name, Set<Lack> lacks) {}

  /**
   * The first row whose name is found in the id counts; a model that is in none lacks nothing.
   * Sources: "Supported models and model features", "Prompt caching" and "Structured outputs" in
   * the Bedrock user guide, and ToolChoice in the service model.
   */
  private static final List<Row> ROWS =
      List.of(
          row("claude-(v2|2|instant)", TOOLS, IMAGES, CACHE, SCHEMA),
          row("claude-3-(haiku|sonnet|opus)|claude-3-5-sonnet-20240620", CACHE, SCHEMA),
          row("claude-(3-|(opus|sonnet)-4-(1-)?20)", SCHEMA),
          row("nova-micro", IMAGES, DOCUMENTS, SCHEMA),
          row("nova-", SCHEMA),
          row("titan-text-premier", SYSTEM, TOOLS, IMAGES, DOCUMENTS, CACHE, SCHEMA),
          row("titan-t", SYSTEM, TOOLS, IMAGES, CACHE, SCHEMA),
          row("mistral-7b|mixtral-8x7b", SYSTEM, TOOLS, IMAGES, CACHE, SCHEMA),
          row(
              "mistral-(large|small)-24",
              STREAMED_TOOLS,
              NAMED_TOOL,
              IMAGES,
              CACHE,
              SCHEMA,
              TEXT_BESIDE_RESULTS),
          row("llama2|llama3-(8|70)b|llama3-2-[13]b", TOOLS, IMAGES, CACHE, SCHEMA),
          row(
              "llama3-[13]-",
              STREAMED_TOOLS,
              ANY_TOOL,
              NAMED_TOOL,
              IMAGES,
              CACHE,
              SCHEMA,
              TEXT_BESIDE_RESULTS),
          row(
              "llama(3-2|4)-",
              STREAMED_TOOLS,
              ANY_TOOL,
              NAMED_TOOL,
              CACHE,
              SCHEMA,
              TEXT_BESIDE_RESULTS),
          row("command-(light-)?text", SYSTEM, TOOLS, IMAGES, CACHE, SCHEMA),
          row("command-r", ANY_TOOL, NAMED_TOOL, IMAGES, CACHE, SCHEMA),
          row("jamba-instruct", TOOLS, IMAGES, DOCUMENTS, CACHE, SCHEMA),
          row("jamba", ANY_TOOL, NAMED_TOOL, IMAGES, CACHE, SCHEMA),
          row("deepseek\\.r1", TOOLS, IMAGES, CACHE, SCHEMA),
          row("palmyra", STREAMED_TOOLS, ANY_TOOL, NAMED_TOOL, IMAGES, CACHE, SCHEMA),
          row("gpt-oss", IMAGES, DOCUMENTS, CACHE),
          // BerriAI/litellm pull request 39210 and its like: what is neither Claude nor Nova.
          row("openai\\.gpt-|xai\\.", CACHE),
          row("deepseek\\.|qwen\\.|nvidia\\.|minimax\\.|moonshot", CACHE));

  private BedrockModels() {}

  /** What the model of this id lacks, also behind an inference profile that is named after it. */
  static Set<Lack> lacks(String modelId) {
    return ROWS.stream()
        .filter(row -> row.name().matcher(modelId).find())
        .findFirst()
        .map(Row::lacks)
        .orElse(Set.of());
  }

  private static Row row(String name, Lack... lacks) {
    return new Row(Pattern.compile(name), Set.of(lacks));
  }
}
