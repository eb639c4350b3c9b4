/**
 * Lambda's Runtime API on loopback, strict to the byte. Sources: "Using the Lambda runtime API for
 * custom runtimes" and "Building a custom runtime for AWS Lambda" of the Lambda Developer Guide;
 * for what is refused, and with which words, the server in AWS's own emulator
 * (aws-lambda-runtime-interface-emulator, {@code rapi/handler} and {@code rapi/rendering}).
 */
package dev.trefoil.emulators.lambda;
