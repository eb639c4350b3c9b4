package dev.trefoil.store.gcp;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.google.auth.oauth2.ComputeEngineCredentials;
import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.provider.Failures;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import dev.trefoil.store.StoreHttp;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The process's service account as a signer. Nobody has its key: the IAM Service Account
 * Credentials API signs with one of Google's, for who is {@code
 * roles/iam.serviceAccountTokenCreator} on the account, itself included.
 */
final class ServiceAccount implements UrlSigner {
  private final GoogleCalls iam;
  private final Supplier<String> metadata;

  /** The same for as long as the process lives. */
  private volatile String email;

  /**
   * @param iam calls of the service {@code iamcredentials}
   * @param metadata gives the account's address, or throws an unchecked exception
   */
  ServiceAccount(GoogleCalls iam, Supplier<String> metadata) {
    this.iam = iam;
    this.metadata = metadata;
  }

  /** Looks the address up at the metadata server, when it is first needed. */
  static ServiceAccount ofThisProcess(GoogleCalls iam) {
    return new ServiceAccount(iam, () -> ComputeEngineCredentials.create().getAccount());
  }

  @Override
  public String email(Deadline deadline) throws StoreException {
    if (email == null) {
      email =
          StoreHttp.credential(
              "iamcredentials",
              CompletableFuture.supplyAsync(metadata, Thread::startVirtualThread)
                  .exceptionally(ServiceAccount::unnamed),
              deadline);
    }
    return email;
  }

  private static String unnamed(Throwable e) {
    throw new IllegalStateException(
        "the metadata server does not name the service account: " + Failures.root(e).getMessage(),
        e);
  }

  @Override
  public byte[] sign(byte[] bytes, Deadline deadline) throws StoreException {
    String payload = Base64.getEncoder().encodeToString(bytes);
    HttpResponse<byte[]> response =
        iam.send(
            "POST",
            "v1/projects/-/serviceAccounts/" + email(deadline) + ":signBlob",
            "application/json",
            Json.object(json -> json.writeStringField("payload", payload))
                .getBytes(StandardCharsets.UTF_8),
            deadline);
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal(
          "iamcredentials", "a signature of " + email(deadline), GoogleCalls.WORDS, response);
    }
    try {
      JrsObject json = Json.read(response.body());
      return Base64.getDecoder()
          .decode(
              Json.text(json, "signedBlob")
                  .orElseThrow(() -> new IOException("there is no signedBlob")));
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable("iamcredentials answers with no signature: " + e.getMessage(), e);
    }
  }
}
