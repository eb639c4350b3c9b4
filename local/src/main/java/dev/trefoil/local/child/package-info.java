/** Child JVMs: started in a clean environment, followed, and certain to end. */
package dev.trefoil.local.child;
