package dev.trefoil.door.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.CostReport;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.KeptEndpoint;
import dev.trefoil.door.Problem;
import dev.trefoil.door.Problems;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.door.RouteAccess;
import dev.trefoil.fallback.EmbeddingAnswer;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.GuardrailException;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.routing.RoutingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** Answers {@code POST /v1/embeddings}. */
public final class EmbeddingsEndpoint {
  private final Gateway gateway;
  private final RouteAccess access;

  public EmbeddingsEndpoint(Gateway gateway) {
    this.gateway = gateway;
    this.access = new RouteAccess(gateway);
  }

  /**
   * @param deployment the model, where the path names it
   * @throws Problem when the call is answered with an error; nothing has been sent then
   * @throws IOException when the caller is gone
   */
  public void embed(byte[] body, Optional<String> deployment, CallInfo info, ResponseSink sink)
      throws Problem, IOException {
    answer(EmbeddingsParser.read(body, deployment, info.preferences()), info, sink);
  }

  /** Answers calls that were kept. */
  KeptEndpoint kept() {
    return new KeptEmbeddings();
  }

  private final class KeptEmbeddings implements KeptEndpoint {
    @Override
    public KeptCall read(JrsValue request, CallInfo info) throws Problem {
      EmbeddingsCall call = EmbeddingsParser.read(request, Optional.empty(), info.preferences());
      return new KeptCall.Embeddings(
          ChatDoor.EMBEDDINGS,
          call.model(),
          call.preferences(),
          call.dropped(),
          call.request(),
          call.base64());
    }

    @Override
    public void answer(KeptCall kept, CallInfo info, ResponseSink sink)
        throws Problem, IOException {
      if (!(kept instanceof KeptCall.Embeddings call)) {
        throw new IllegalArgumentException("no embeddings call: " + kept.path());
      }
      EmbeddingsEndpoint.this.answer(
          new EmbeddingsCall(
              call.model(), call.preferences(), call.request(), call.base64(), call.dropped()),
          info,
          sink);
    }
  }

  private void answer(EmbeddingsCall call, CallInfo info, ResponseSink sink)
      throws Problem, IOException {
    access.check(info.caller(), call.model(), call.preferences());
    EmbeddingAnswer answer;
    try {
      answer =
          gateway.embed(
              call.model(), call.preferences(), call.request(), info.call(new Cancellation()));
    } catch (RoutingException e) {
      throw Problems.of(e);
    } catch (AdmissionException e) {
      throw Problems.of(e);
    } catch (GuardrailException e) {
      throw Problems.of(e);
    } catch (CallFailedException e) {
      throw Problems.of(e);
    } catch (AbandonedException e) {
      throw new IOException(e);
    }
    byte[] json = Json.bytes(out -> write(out, answer, call.base64()));
    Headers headers =
        ResponseHeaders.of(info.requestId(), "application/json", answer.start(), call.dropped());
    CostReport.add(headers, answer);
    try (OutputStream out = sink.start(200, headers)) {
      out.write(json);
    }
  }

  private static void write(JsonGenerator json, EmbeddingAnswer answer, boolean base64)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("object", "list");
    json.writeArrayFieldStart("data");
    List<float[]> vectors = answer.embeddings().vectors();
    for (int i = 0; i < vectors.size(); i++) {
      json.writeStartObject();
      json.writeStringField("object", "embedding");
      json.writeNumberField("index", i);
      json.writeFieldName("embedding");
      if (base64) {
        json.writeBinary(littleEndian(vectors.get(i)));
      } else {
        json.writeStartArray();
        for (float number : vectors.get(i)) {
          json.writeNumber(number);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("model", answer.start().target().model());
    json.writeObjectFieldStart("usage");
    json.writeNumberField("prompt_tokens", answer.embeddings().promptTokens());
    json.writeNumberField("total_tokens", answer.embeddings().promptTokens());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static byte[] littleEndian(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }
}
