package dev.trefoil.health;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.OwnLimits;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.RequestChanges;
import dev.trefoil.provider.RequestField;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a service has refused of one request for one target, though others may take it. A caller's
 * values are known again and not kept.
 *
 * @param digest of the value that was refused; empty where any is
 * @param most the most that it takes, of {@link RequestField#MAX_TOKENS} only
 */
public record LearnedLimit(RequestField field, OptionalInt digest, OptionalLong most) {
  private static final String LATELY = "the service has lately refused it for this model";

  /** What a refusal teaches; nothing where it names no field that the request has. */
  public static List<LearnedLimit> of(ChatRequest request, ProviderException refusal) {
    List<LearnedLimit> limits = new ArrayList<>();
    for (RequestField field : OwnLimits.fields(refusal)) {
      OptionalInt digest = field.digest(request);
      if (digest.isPresent()) {
        OptionalLong most =
            field == RequestField.MAX_TOKENS ? OwnLimits.mostTokens(refusal) : OptionalLong.empty();
        boolean any = most.isPresent() || OwnLimits.isOfAnyValue(refusal);
        limits.add(new LearnedLimit(field, any ? OptionalInt.empty() : digest, most));
      }
    }
    return limits;
  }

  /** The same of a request of embeddings. */
  public static List<LearnedLimit> of(EmbeddingRequest request, ProviderException refusal) {
    List<LearnedLimit> limits = new ArrayList<>();
    for (RequestField field : OwnLimits.fields(refusal)) {
      OptionalInt digest = field.digest(request);
      if (digest.isPresent()) {
        boolean any = OwnLimits.isOfAnyValue(refusal);
        limits.add(
            new LearnedLimit(field, any ? OptionalInt.empty() : digest, OptionalLong.empty()));
      }
    }
    return limits;
  }

  /** Has others asked first, where a request of embeddings has what was refused. */
  public void apply(EmbeddingRequest request, RequestChanges to) {
    OptionalInt asked = field.digest(request);
    to.avoid(field, asked.isPresent() && (digest.isEmpty() || digest.equals(asked)));
  }

  private static boolean marks(ChatRequest request) {
    return new ModelRequest(request, "", Capabilities.unknown("")).marksCache();
  }

  /** Has the request changed, where it asks for what was refused. */
  public void apply(ChatRequest request, RequestChanges to) {
    OptionalInt asked = field.digest(request);
    if (asked.isEmpty() || digest.isPresent() && !digest.equals(asked)) {
      return;
    }
    if (most.isPresent()) {
      to.clamp(
          field,
          request.settings().maxTokens().orElse(0) > most.getAsLong(),
          most.getAsLong(),
          LATELY);
    } else if (field == RequestField.CACHE) {
      // The answer is the same without, and only costs more.
      to.drop(RequestField.EXTRAS, RequestField.cacheFields(request));
      to.drop(RequestField.CACHE, marks(request));
    } else if (field.isPreference()) {
      to.dropUnlessStrict(field, true, LATELY);
    } else {
      to.avoid(field, true);
    }
  }
}
