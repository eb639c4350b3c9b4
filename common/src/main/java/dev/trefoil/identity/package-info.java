/**
 * Who we are on the cloud we run on. Tokens are fetched when first needed and kept by no one else.
 */
package dev.trefoil.identity;
