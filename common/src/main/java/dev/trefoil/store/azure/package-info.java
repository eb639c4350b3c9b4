/** Table, Blob and Queue storage. */
package dev.trefoil.store.azure;
