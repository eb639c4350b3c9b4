package dev.trefoil.identity;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;

/** Gives what a request carries to say who sends it. Used by many threads at once. */
@FunctionalInterface
public interface Authorization {
  /**
   * The whole value of the header that the service reads: {@code Bearer …} in {@code
   * Authorization}, a bare key in {@code x-api-key}; empty for no header. Asked for anew for every
   * request. May block while a token is fetched. Never to be logged.
   *
   * @param cancellation ends the waiting, though not the fetching, from which later calls gain
   * @throws ProviderException {@link ProviderException.Kind#AUTH} when none can be had, TIMEOUT
   *     when the attempt was cancelled meanwhile
   */
  String header(Cancellation cancellation) throws ProviderException;
}
