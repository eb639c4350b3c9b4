package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Requests of the shapes that clients of Responses send, with words of our own. */
enum ClientShapes {
  /** Codex before a model that it does not know by name. */
  CODEX(
      """
      {'input':[
        {'type':'message','id':'msg_a','role':'developer','content':[
          {'type':'input_text','text':'TEXT'},{'type':'input_text','text':'TEXT'}]},
        {'type':'message','id':'msg_b','role':'user','content':[
          {'type':'input_text','text':'TEXT'}]},
        {'type':'message','id':'msg_c','role':'user','content':[
          {'type':'input_text','text':'TEXT'}]},
        {'type':'reasoning','id':'rs_a','summary':[],'encrypted_content':'gAAAAABpTEXT'},
        {'type':'message','id':'msg_d','role':'assistant','phase':'commentary','content':[
          {'type':'output_text','text':'TEXT'}]},
        {'type':'function_call','id':'fc_a','name':'exec_command','arguments':'{\\"cmd\\":\\"ls\\"}',
          'call_id':'call_a'},
        {'type':'custom_tool_call','id':'ctc_a','status':'completed','call_id':'call_b',
          'name':'edit','input':'TEXT'},
        {'type':'function_call_output','call_id':'call_a','output':'TEXT'},
        {'type':'custom_tool_call_output','call_id':'call_b','output':[
          {'type':'input_text','text':'TEXT'}]}],
      'tools':[
        {'type':'function','name':'exec_command','description':'TEXT','strict':false,
          'defer_loading':true,'parameters':{
          'type':'object','properties':{'cmd':{'type':'string'}},'required':['cmd'],
          'additionalProperties':false}},
        {'type':'custom','name':'edit','description':'TEXT','format':{'type':'grammar',
          'syntax':'lark','definition':'start: /.+/'}},
        {'type':'namespace','name':'agents','description':'TEXT','tools':[
          {'type':'function','name':'spawn','description':'TEXT','strict':false,
            'parameters':{'type':'object','properties':{}}}]},
        {'type':'web_search','external_web_access':true}],
      'tool_choice':'auto','parallel_tool_calls':true,'store':false,'stream':true,
      'include':['reasoning.encrypted_content'],'prompt_cache_key':'key',
      'client_metadata':{'originator':'TEXT'}}
      """),
  /** Codex before one that it knows: its tools are an item. */
  CODEX_CATALOGUE(
      """
      {'input':[
        {'type':'additional_tools','id':'at_a','role':'developer','tools':[
          {'type':'namespace','name':'functions','description':'TEXT','tools':[
            {'type':'custom','name':'exec','description':'TEXT','format':{'type':'grammar',
              'syntax':'lark','definition':'start: /.+/'}}]}]},
        {'type':'message','id':'msg_a','role':'developer','content':[
          {'type':'input_text','text':'TEXT'}]},
        {'type':'message','id':'msg_b','role':'user','content':[
          {'type':'input_text','text':'TEXT'}]}],
      'tool_choice':'auto','parallel_tool_calls':false,'store':false,'stream':true,
      'include':['reasoning.encrypted_content'],'prompt_cache_key':'key',
      'client_metadata':{'originator':'TEXT'}}
      """),
  /** The AI SDK's. */
  AI_SDK(
      """
      {'input':[
        {'role':'system','content':'TEXT'},
        {'role':'user','content':[{'type':'input_text','text':'TEXT'},
          {'type':'input_image','image_url':'data:image/png;base64,PNG','detail':'low'}]},
        {'role':'assistant','content':[{'type':'output_text','text':'TEXT'}],'id':'msg_a'},
        {'type':'function_call','call_id':'call_a','name':'weather','arguments':'{}','id':'fc_a'},
        {'type':'function_call_output','call_id':'call_a','output':'TEXT'}],
      'tools':[{'type':'function','name':'weather','description':'TEXT','parameters':{
        '$schema':'http://json-schema.org/draft-07/schema#','type':'object','properties':{
        'city':{'type':'string'}},'required':['city'],'additionalProperties':false},'strict':true}],
      'tool_choice':'auto','text':{'verbosity':'low'},'max_output_tokens':200}
      """),
  /** OpenAI's Agents SDK's, which sends back what it got. */
  AGENTS(
      """
      {'instructions':'TEXT','input':[
        {'role':'user','content':'TEXT'},
        {'id':'rs_a','type':'reasoning','summary':[{'type':'summary_text','text':'TEXT'}],
          'encrypted_content':'TEXT'},
        {'id':'msg_a','type':'message','role':'assistant','status':'completed','content':[
          {'type':'output_text','text':'TEXT','annotations':[],'logprobs':[]}]},
        {'id':'fc_a','type':'function_call','name':'lookup','call_id':'call_a',
          'arguments':'{\\"q\\":1}','status':'completed'},
        {'type':'function_call_output','call_id':'call_a','output':'TEXT'}],
      'include':[],'tools':[{'type':'function','name':'lookup','description':'TEXT','parameters':{
        'type':'object','properties':{'q':{'type':'integer'}},'required':['q'],
        'additionalProperties':false},'strict':true}],
      'stream':false,'metadata':{'a':'TEXT'}}
      """),
  /** A plain question of OpenAI's own SDKs. */
  PLAIN("{'input':'TEXT','instructions':'TEXT','reasoning':{'summary':'auto'}}");

  /** A label takes no more. */
  private static final int MOST = 400;

  private static final List<ClientShapes> ALL = List.of(values());

  private final String json;

  ClientShapes(String json) {
    this.json = json;
  }

  static ObjectNode any(Chance chance) {
    ObjectNode body = Json.object(chance.pick(ALL).json.replace("PNG", Conversations.PNG));
    fill(body, chance);
    return body;
  }

  /** Each of our words by another. */
  private static void fill(JsonNode node, Chance chance) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        if (member.getValue().isTextual()) {
          member.setValue(filled(member.getValue(), chance));
        }
      }
    }
    Iterator<JsonNode> children = node.iterator();
    while (children.hasNext()) {
      fill(children.next(), chance);
    }
  }

  private static TextNode filled(JsonNode text, Chance chance) {
    String own = text.textValue();
    return TextNode.valueOf(
        own.contains("TEXT") ? own.replace("TEXT", shortened(chance.text())) : own);
  }

  private static String shortened(String text) {
    return text.length() > MOST
        ? text.substring(0, MOST).replaceAll("[\\ud800-\\udfff]$", "")
        : text;
  }
}
