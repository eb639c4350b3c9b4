package dev.trefoil.identity;

/** Fetches a token, in one step or several. Blocks; holds nothing between two runs. */
@FunctionalInterface
interface TokenExchange<T> {
  IssuedToken<T> run() throws StepException;
}
