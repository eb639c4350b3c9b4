/** Firestore, Cloud Storage and Pub/Sub. */
package dev.trefoil.store.gcp;
