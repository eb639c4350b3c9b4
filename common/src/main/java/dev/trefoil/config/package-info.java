/** trefoil.yaml, read and checked once, before anything listens. */
package dev.trefoil.config;
