package dev.trefoil.emulators.vertex;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Gemini on Vertex AI refuses, in its words. */
class GeminiRulesTest {

  private static final String MODEL =
      "projects/p/locations/global/publishers/google/models/gemini-3.5-flash";
  private static final ThoughtSignatures SIGNATURES = new ThoughtSignatures();
  private static final String USER = "'contents':[{'role':'user','parts':[{'text':'x'}]}]";

  /** The characters of the sentinel, as proto JSON writes bytes. */
  private static final String SENTINEL =
      Base64.getEncoder()
          .encodeToString("skip_thought_signature_validator".getBytes(StandardCharsets.UTF_8));

  private static final String TOOL = "'tools':[{'functionDeclarations':[{'name':'f'}]}]";

  private static GenerateContentRequest.Builder request(String json)
      throws InvalidProtocolBufferException {
    GenerateContentRequest.Builder request = GenerateContentRequest.newBuilder();
    JsonFormat.parser()
        .merge(
            json.replace("USER", USER)
                .replace("TOOL", TOOL)
                .replace("SENTINEL", SENTINEL)
                .replace('\'', '"'),
            request);
    return request.getModel().isEmpty() ? request.setModel(MODEL) : request;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
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
        "{USER,'generationConfig':{'stopSequences':['a','b','c','d','e','f']}}|stopSequences value of 6",
        "{USER,'generationConfig':{'logprobs':3}}|logprobs is set but response_logprobs is not enabled",
        "{USER,'generationConfig':{'responseLogprobs':true,'logprobs':21}}|logprobs value of 21",
        "{USER,'generationConfig':{'responseMimeType':'text/xml'}}|responseMimeType parameter with value text/xml",
        "{USER,'generationConfig':{'responseSchema':{'type':'OBJECT'}}}|response_schema is only allowed when",
        "{USER,TOOL,'model':'projects/p/locations/l/publishers/google/models/gemini-2.5-flash','generationConfig':{'responseMimeType':'application/json'}}|Function calling with a response mime type",
        "{USER,'model':'projects/p/locations/l/publishers/google/models/gemini-2.5-pro','generationConfig':{'thinkingConfig':{'thinkingBudget':0}}}|thinking_budget is out of range; supported values are integers from 128 to 32768",
        "{USER,'model':'projects/p/locations/l/publishers/google/models/gemini-2.5-flash','generationConfig':{'thinkingConfig':{'thinkingBudget':24577}}}|from 1 to 24576",
        "{USER,'generationConfig':{'thinkingConfig':{'thinkingBudget':0,'includeThoughts':true}}}|include_thoughts is only enabled when thinking is enabled",
        "{USER,'labels':{'UserId':'x'}}|Invalid label 'UserId'",
        "{USER,'labels':{'user':'a b'}}|Invalid label 'user': 'a b'",
        "{USER,TOOL,'cachedContent':'projects/p/locations/l/cachedContents/1'}|CachedContent can not be used",
        "{USER,'model':'projects/p/locations/l/publishers/google/models/text-embedding-005'}|not supported in the generateContent API",
        "{USER,'model':'projects/p/locations/l/publishers/google/models/no-such-model'}|was not found or your project does not have access",
        "{USER,'systemInstruction':{'parts':[{'inlineData':{'mimeType':'image/png','data':'AAAA'}}]}}|not text",
        "{'contents':[{'role':'user','parts':[{'inlineData':{'mimeType':'image/gif','data':'AAAA'}}]}]}|mimeType parameter with value image/gif, which is not supported",
        "{'contents':[{'role':'user','parts':[{'inlineData':{'data':'AAAA'}}]}]}|empty mimeType",
        "{'contents':[{'role':'user','parts':[{'inlineData':{'mimeType':'image/png'}}]}]}|empty inlineData",
        "{'contents':[{'role':'user','parts':[{'fileData':{'mimeType':'image/png','fileUri':'https://example.com/a.png'}}]}]}|Unsupported file uri: https://example.com/a.png",
        "{USER,'tools':[{'functionDeclarations':[{'name':'1f'}]}]}|Invalid function name",
        "{USER,'tools':[{'functionDeclarations':[{'name':'f'},{'name':'f'}]}]}|duplicate function declaration",
        "{USER,'tools':[{'functionDeclarations':[{'name':'f'}]},{'googleSearch':{}}]}|Multiple tools are supported only when they are all search tools",
        "{USER,'tools':[{'functionDeclarations':[{'name':'f','parameters':{'type':'STRING'}}]}]}|`f` functionDeclaration `parameters` schema should be of type OBJECT",
        "{USER,'tools':[{'functionDeclarations':[{'name':'f','parameters':{'type':'OBJECT','properties':{'a':{}}}}]}]}|`parameters.a` schema didn't specify the schema type",
        "{USER,'tools':[{'functionDeclarations':[{'name':'f','parameters':{'type':'OBJECT','properties':{'a':{'type':'ARRAY'}}}}]}]}|`parameters.a` schema is an ARRAY without",
        "{USER,'tools':[{'functionDeclarations':[{'name':'f','parameters':{'type':'OBJECT','properties':{'a':{'description':'d','anyOf':[{'type':'STRING'}]}}}}]}]}|alongside any_of",
        "{USER,'tools':[{'functionDeclarations':[{'name':'f','parameters':{'type':'OBJECT'},'parametersJsonSchema':{'type':'object'}}]}]}|has both",
        "{USER,'tools':[{'functionDeclarations':[{'name':'f','parametersJsonSchema':{'type':'object','properties':{'a':{'const':1}}}}]}]}|`f` functionDeclaration `parameters_json_schema` schema specified `const`, which is not supported",
        "{USER,'tools':[{'functionDeclarations':[{'name':'f','parametersJsonSchema':{'properties':{'a':{'$ref':'#','title':'t'}}}}]}]}|specified `title` alongside $ref",
        "{USER,'generationConfig':{'responseMimeType':'application/json','responseJsonSchema':{'items':{'enum':[true]}}}}|an enum of other than strings and numbers",
        "{USER,'toolConfig':{'functionCallingConfig':{'mode':'ANY'}}}|without function_declarations",
        "{USER,TOOL,'toolConfig':{'functionCallingConfig':{'mode':'AUTO','allowedFunctionNames':['f']}}}|only be set when the function calling mode is ANY",
        "{USER,TOOL,'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['g']}}}|has `g`, which is not a declared function",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{'functionCall':{'name':'f'}}]},{'role':'user','parts':[{'functionResponse':{'name':'f'}}]}]}|function response `f` has no response",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{'functionCall':{'name':'f'}}]},{'role':'user','parts':[{'functionResponse':{'name':'g','response':{}}}]}]}|names of the function response parts",
        "{'contents':[{'role':'model','parts':[{'functionCall':{'name':'f'}}]},{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]}]}|immediately after a user turn",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{'text':'y'},{'functionCall':{'name':'f'}}]},{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]}]}|function call `f` in the 2. content block is missing a `thought_signature`",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{'thoughtSignature':'AAAA','functionCall':{'name':'f'}}]},{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]}]}|Thought signature is not valid",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{'thoughtSignature':'AAAA','text':'y'}]},{'role':'user','parts':[{'text':'z'}]}]}|Thought signature is not valid"
      })
  void aRequestIsRefused(String json, String message) throws InvalidProtocolBufferException {
    GenerateContentRequest request = request(json).build();
    assertThatThrownBy(() -> GeminiRules.check(request, SIGNATURES))
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
    assertThatThrownBy(() -> GeminiRules.check(top, SIGNATURES))
        .hasMessageContaining("Unknown field");
    GenerateContentRequest.Builder deep = request("{USER}");
    deep.getContentsBuilder(0).getPartsBuilder(0).setUnknownFields(unknown);
    assertThatThrownBy(() -> GeminiRules.check(deep.build(), SIGNATURES))
        .hasMessageContaining("Unknown field");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{USER,'generationConfig':{'temperature':2,'topP':0,'topK':40,'maxOutputTokens':5,'stopSequences':['z']}}",
        "{USER,'systemInstruction':{'parts':[{'text':'s'}]},'labels':{'a':'b'},'tools':[{'functionDeclarations':[{'name':'f'}]}]}",
        "{USER,'generationConfig':{'seed':-1,'candidateCount':8,'presencePenalty':-2,'frequencyPenalty':2,'responseLogprobs':true,'logprobs':20,'responseMimeType':'application/json','responseJsonSchema':{'type':'object'}}}",
        "{USER,TOOL,'generationConfig':{'responseMimeType':'application/json'}}",
        "{USER,'toolConfig':{'functionCallingConfig':{'mode':'NONE'}}}",
        "{USER,'safetySettings':[{'category':'HARM_CATEGORY_HARASSMENT','threshold':'OFF'}],'cachedContent':'projects/p/locations/l/cachedContents/1'}",
        "{USER,TOOL,'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['f']}}}",
        "{USER,'model':'projects/p/locations/l/publishers/google/models/gemini-2.5-flash','generationConfig':{'thinkingConfig':{'thinkingBudget':0}}}",
        "{USER,'model':'projects/p/locations/l/publishers/google/models/gemini-2.5-pro','generationConfig':{'thinkingConfig':{'thinkingBudget':-1,'includeThoughts':true}}}",
        "{'contents':[{'role':'user','parts':[{'text':'x'},{'fileData':{'mimeType':'application/pdf','fileUri':'gs://b/a.pdf'}},{'inlineData':{'mimeType':'audio/wav','data':'AAAA'}}]}]}",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{'functionCall':{'name':'f'}}]},{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]},{'role':'model','parts':[{'text':'done'}]},{'role':'user','parts':[{'text':'next'}]}]}",
        "{'model':'projects/p/locations/l/publishers/google/models/gemini-2.5-flash','contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{'functionCall':{'name':'f'}}]},{'role':'function','parts':[{'functionResponse':{'name':'f','response':{}}}]}]}",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{'thoughtSignature':'SENTINEL','functionCall':{'name':'f'}}]},{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]}]}",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{'thoughtSignature':'skip_thought_signature_validator','functionCall':{'name':'f'}}]},{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]}]}",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{'text':'y'},{'thoughtSignature':'SENTINEL','functionCall':{'name':'f','args':{}}},{'functionCall':{'name':'g','args':{}}}]},{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}},{'functionResponse':{'name':'g','response':{}}}]}]}",
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'user','parts':[{'inlineData':{'mimeType':'image/png','data':'AAAA'}}]}]}"
      })
  void whatTheServiceTakesIsTaken(String json) throws InvalidProtocolBufferException {
    GenerateContentRequest request = request(json).build();
    assertThatCode(() -> GeminiRules.check(request, SIGNATURES)).doesNotThrowAnyException();
  }
}
