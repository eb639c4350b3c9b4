package dev.trefoil.emulators.vertex;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Gemini on Vertex AI refuses, in its words. */
class GeminiRulesTest {

  private static final String MODEL =
      "projects/p/locations/global/publishers/google/models/gemini-3.5-flash";
  private static final String USER = "'contents':[{'role':'user','parts':[{'text':'x'}]}]";

  private static GenerateContentRequest.Builder request(String json)
      throws InvalidProtocolBufferException {
    GenerateContentRequest.Builder request = GenerateContentRequest.newBuilder();
    JsonFormat.parser().merge(json.replace("USER", USER).replace('\'', '"'), request);
    return request.getModel().isEmpty() ? request.setModel(MODEL) : request;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|at least one contents field is required",
        "{USER,'model':'gemini'}|Invalid resource field value",
        "{'contents':[{'parts':[{'text':'x'}]}]}|Please use a valid role: user, model.",
        "{'contents':[{'role':'assistant','parts':[{'text':'x'}]}]}|Please use a valid role",
        "{'contents':[{'role':'user'}]}|at least one parts field",
        "{'contents':[{'role':'user','parts':[{}]}]}|must have a data field",
        "{'contents':[{'role':'user','parts':[{'text':''}]}]}|Model input cannot be empty",
        "{USER,'systemInstruction':{}}|at least one parts field",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{'text':'y'}]}]}|ending with a model turn",
        "{'contents':[{'role':'model','parts':[{'functionCall':{'name':'f'}}]},{'role':'user','parts':[{'text':'y'}]}]}|number of function response parts is equal",
        "{'contents':[{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]}]}|immediately after a function call turn",
        "{'contents':[{'role':'user','parts':[{'text':'x'},{'functionResponse':{'name':'f','response':{}}}]}]}|cannot be mixed",
        "{USER,'generationConfig':{'temperature':2.5}}|temperature value of 2.5 but the supported range is from 0",
        "{USER,'generationConfig':{'temperature':'NaN'}}|temperature value of NaN",
        "{USER,'generationConfig':{'topP':1.5}}|topP value of 1.5",
        "{USER,'generationConfig':{'topK':0}}|topK value of 0",
        "{USER,'generationConfig':{'maxOutputTokens':0}}|maxOutputTokens value of 0",
        "{USER,'generationConfig':{'candidateCount':9}}|candidateCount value of 9",
        "{USER,'generationConfig':{'presencePenalty':3}}|presencePenalty value of 3",
        "{USER,'generationConfig':{'stopSequences':['a','b','c','d','e','f']}}|stopSequences value of 6"
      })
  void aRequestIsRefused(String json, String message) throws InvalidProtocolBufferException {
    GenerateContentRequest request = request(json).build();
    assertThatThrownBy(() -> GeminiRules.check(request))
        .isInstanceOf(VertexRefusal.class)
        .hasMessageContaining(message);
  }

  @Test
  void unknownFieldsAreRefusedAtEveryLevel() throws InvalidProtocolBufferException {
    var unknown =
        UnknownFieldSet.newBuilder()
            .addField(999, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    GenerateContentRequest top = request("{USER}").setUnknownFields(unknown).build();
    assertThatThrownBy(() -> GeminiRules.check(top)).hasMessageContaining("Unknown field");
    GenerateContentRequest.Builder deep = request("{USER}");
    deep.getContentsBuilder(0).getPartsBuilder(0).setUnknownFields(unknown);
    assertThatThrownBy(() -> GeminiRules.check(deep.build())).hasMessageContaining("Unknown field");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{USER,'generationConfig':{'temperature':2,'topP':0,'topK':40,'maxOutputTokens':5,'stopSequences':['z']}}",
        "{USER,'systemInstruction':{'parts':[{'text':'s'}]},'labels':{'a':'b'},'tools':[{'functionDeclarations':[{'name':'f'}]}]}",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{'text':'y'},{'functionCall':{'name':'f','args':{}}},{'functionCall':{'name':'g','args':{}}}]},{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}},{'functionResponse':{'name':'g','response':{}}}]}]}",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'user','parts':[{'inlineData':{'mimeType':'image/png','data':'AAAA'}}]}]}"
      })
  void whatTheServiceTakesIsTaken(String json) throws InvalidProtocolBufferException {
    GenerateContentRequest request = request(json).build();
    assertThatCode(() -> GeminiRules.check(request)).doesNotThrowAnyException();
  }
}
