/** Amazon Bedrock by Converse and ConverseStream, on the AWS SDK's async client. */
package dev.trefoil.provider.bedrock;
