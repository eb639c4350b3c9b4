package dev.trefoil.provider.openai;

import dev.trefoil.chat.Media;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.RequestRules;

/** What both of OpenAI's protocols take alike. */
abstract class CommonRules implements RequestRules {
  final Dialect dialect;

  CommonRules(Dialect dialect) {
    this.dialect = dialect;
  }

  final PromptCaches caches(String model) {
    return new PromptCaches(dialect.of(model));
  }

  @Override
  public final boolean takesCacheMarks(String model, Capabilities can) {
    return caches(model).takesMarks(can);
  }

  @Override
  public final boolean takesCacheKey(String model, Capabilities can) {
    return caches(model).takesKey(can);
  }

  @Override
  public final String noImage(Media image, boolean ofTool, ModelRequest asked) {
    return asked.can().images() ? noFile(image, asked) : "The model sees no images.";
  }

  /** The service would fetch an address itself, from where it stands: that is not ours to allow. */
  @Override
  public final String noFile(Media file, ModelRequest asked) {
    return file instanceof Media.Inline
        ? ""
        : "Addresses are not passed on: send the content as a data URL.";
  }
}
