package dev.trefoil.aws;

import com.amazonaws.serverless.proxy.model.ApiGatewayAuthorizerContext;
import com.amazonaws.serverless.proxy.model.ApiGatewayRequestIdentity;
import com.amazonaws.serverless.proxy.model.AwsProxyRequestContext;
import com.amazonaws.serverless.proxy.model.CognitoAuthorizerClaims;
import com.amazonaws.serverless.proxy.model.HttpApiV2AuthorizerMap;
import com.amazonaws.serverless.proxy.model.HttpApiV2IamAuthorizer;
import com.amazonaws.serverless.proxy.model.HttpApiV2JwtAuthorizer;
import dev.trefoil.http.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom API Gateway or the Function URL has verified, by the event's request context: the door
 * writes it, no header of a client gets there. A load balancer writes nothing of the kind; what it
 * says in {@code x-amzn-oidc-*} are headers, and not taken for anything.
 *
 * <p>Sources: "Create AWS Lambda proxy integrations for HTTP APIs" and "Invoking Lambda function
 * URLs" (version 2.0), "Input format of a Lambda function for proxy integration" (version 1.0).
 */
final class VerifiedSender {
  private VerifiedSender() {}

  /** Of an HTTP API or a Function URL. */
  static Optional<Principal> of(HttpApiV2AuthorizerMap authorizer) {
    if (authorizer == null) {
      return Optional.empty();
    }
    if (authorizer.isIam()) {
      return first(iam(authorizer.getIamAuthorizer()));
    }
    if (authorizer.isJwt()) {
      return first(jwt(authorizer.getJwtAuthorizer()));
    }
    return authorizer.isLambda()
        ? first(lambda(authorizer.getLambdaAuthorizerContext()))
        : Optional.empty();
  }

  /** Of a REST API. */
  static Optional<Principal> of(AwsProxyRequestContext context) {
    return context == null || context.getElb() != null
        ? Optional.empty()
        : first(Stream.concat(iam(context.getIdentity()), authorizer(context.getAuthorizer())));
  }

  private static Stream<String> iam(HttpApiV2IamAuthorizer iam) {
    return iam == null ? Stream.empty() : Stream.ofNullable(iam.getUserArn());
  }

  private static Stream<String> jwt(HttpApiV2JwtAuthorizer jwt) {
    return jwt == null || jwt.getClaims() == null
        ? Stream.empty()
        : Stream.ofNullable(jwt.getClaims().get("sub"));
  }

  /** An authorizer with simple answers has a context of its own making, and no principal. */
  private static Stream<String> lambda(Map<String, Object> context) {
    return context == null
        ? Stream.empty()
        : Stream.of("principalId", "sub")
            .map(context::get)
            .filter(String.class::isInstance)
            .map(String.class::cast);
  }

  private static Stream<String> iam(ApiGatewayRequestIdentity identity) {
    return identity == null ? Stream.empty() : Stream.ofNullable(identity.getUserArn());
  }

  private static Stream<String> authorizer(ApiGatewayAuthorizerContext authorizer) {
    if (authorizer == null) {
      return Stream.empty();
    }
    CognitoAuthorizerClaims claims = authorizer.getClaims();
    return Stream.concat(
        Stream.ofNullable(authorizer.getPrincipalId()),
        claims == null ? Stream.empty() : Stream.ofNullable(claims.getSubject()));
  }

  private static Optional<Principal> first(Stream<String> names) {
    return names.filter(name -> !name.isBlank()).findFirst().map(Principal::new);
  }
}
