package dev.trefoil.chat;

import java.net.URI;
import java.util.Objects;

/** The content of an image, a sound or a file: sent along, or lying somewhere. */
public sealed interface Media {
  /** What is sent along, of what is known not to lie somewhere. */
  default Inline inline() {
    if (this instanceof Inline inline) {
      return inline;
    }
    throw new IllegalStateException("an address, which a protocol's rules refuse");
  }

  /**
   * Sent along.
   *
   * @param type a media type such as {@code image/png}, in small letters, without parameters
   * @param base64 the bytes in standard base64, padded, known to decode
   */
  record Inline(String type, String base64) implements Media {
    public Inline {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(base64, "base64");
    }

    /** How many bytes it has, within two. */
    public int bytes() {
      return base64.length() / 4 * 3;
    }
  }

  /**
   * Lying somewhere. Trefoil never fetches it; a service that can read the address itself gets it.
   *
   * @param uri absolute, of scheme http, https, gs or s3
   */
  record Remote(URI uri) implements Media {
    public Remote {
      Objects.requireNonNull(uri, "uri");
    }
  }
}
