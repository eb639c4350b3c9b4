/** What every model service is to the rest of Trefoil: one contract, one error taxonomy. */
package dev.trefoil.provider;
