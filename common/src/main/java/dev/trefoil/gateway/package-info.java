/** One call, answered: plan, attempts, account. */
package dev.trefoil.gateway;
