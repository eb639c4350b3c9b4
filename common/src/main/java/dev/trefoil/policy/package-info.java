/**
 * What the configuration says of targets and of the calls to them: limits, retry, hedging, price.
 */
package dev.trefoil.policy;
