package dev.trefoil.identity;

import dev.trefoil.provider.ProviderException;

/**
 * Gives what a request carries in its {@code Authorization} header. Used by many threads at once.
 */
@FunctionalInterface
public interface Authorization {
  /**
   * The header's whole value, such as {@code Bearer …}; asked for anew for every request. May block
   * while a token is fetched. Never to be logged.
   *
   * @throws ProviderException {@link ProviderException.Kind#AUTH} when none can be had
   */
  String header() throws ProviderException;
}
