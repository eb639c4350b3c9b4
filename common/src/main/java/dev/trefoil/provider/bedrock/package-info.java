/**
 * Amazon Bedrock: Converse and ConverseStream for chat, InvokeModel for embeddings, by the AWS SDK.
 */
package dev.trefoil.provider.bedrock;
