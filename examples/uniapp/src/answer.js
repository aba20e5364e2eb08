// What one event of a chat stream says: { text }, { thought }, both, { done: true }, { error }, or {} for the rest.
// One line per provider; add yours.
// 一个事件说了什么：{ text } 回答，{ thought } 思考过程，也可能两者都有；{ done: true } 结束，{ error } 服务器报错，其他返回 {}。
// 每个服务商一行，接入新的服务商时在 SHAPES（回答）和 THOUGHTS（思考过程）里各加一行即可。

// Some providers send a list of parts where others send the text; thoughts are not part of the answer.
// 有的服务商把文本放在 parts 列表里；思考过程（thought）不算回答。
function joined(content, isThought) {
  return Array.isArray(content)
    ? content.filter((part) => Boolean(part.thought) === Boolean(isThought)).map((part) => part.text || '').join('')
    : !isThought && content;
}

// The first of several choices (`n` in the request); the others are not shown.
// 有多个候选回答时（请求里的 n）取第一个，其余不显示。
function first(choices) {
  return Array.isArray(choices) ? choices.filter((choice) => !choice.index)[0] || {} : {};
}

// OpenAI, DeepSeek and alike: while the model thinks, `content` is null and `reasoning_content` has the thought.
// OpenAI、DeepSeek 等：思考期间 content 为 null，思考过程在 reasoning_content 里（见 THOUGHTS）。
const SHAPES = [
  (json) => first(json.choices).delta && first(json.choices).delta.content,
  (json) => first(json.choices).text, // OpenAI completions
  (json) => json.type === 'response.output_text.delta' && json.delta, // OpenAI responses
  (json) => json.type === 'content-delta' && json.delta && json.delta.message && json.delta.message.content
    && json.delta.message.content.text, // Cohere
  (json) => json.type === 'content_block_delta' && json.delta && json.delta.text, // Anthropic
  (json) => first(json.candidates).content && joined(first(json.candidates).content.parts), // Gemini
  (json) => json.output && (json.output.text || (first(json.output.choices).message
    && joined(first(json.output.choices).message.content))), // DashScope
  (json) => (json.event === 'message' || json.event === 'agent_message') && json.answer, // Dify
  (json) => json.type === 'answer' && json.role === 'assistant' && json.content, // Coze
  (json) => 'done' in json && json.message && json.message.content, // Ollama
  (json) => !json.type && !json.role && json.content, // {"content": "..."}
];

// Where the thoughts of a reasoning model stand. 推理模型的思考过程在哪里。
const THOUGHTS = [
  (json) => first(json.choices).delta && first(json.choices).delta.reasoning_content, // DeepSeek, Qwen
  (json) => first(json.choices).delta && first(json.choices).delta.reasoning, // OpenRouter, vLLM
  (json) => /^response\.reasoning(_summary)?_text\.delta$/.test(json.type) && json.delta, // OpenAI responses
  (json) => json.type === 'content-delta' && json.delta && json.delta.message && json.delta.message.content
    && json.delta.message.content.thinking, // Cohere
  (json) => json.type === 'content_block_delta' && json.delta && json.delta.thinking, // Anthropic
  (json) => first(json.candidates).content && joined(first(json.candidates).content.parts, true), // Gemini
  (json) => json.output && first(json.output.choices).message
    && first(json.output.choices).message.reasoning_content, // DashScope
  (json) => json.type === 'answer' && json.role === 'assistant' && json.reasoning_content, // Coze
  (json) => 'done' in json && json.message && json.message.thinking, // Ollama
];

// Coze sends the whole answer once more in this event.
// Coze 会在这个事件里把完整回答再发一遍，要跳过。
const REPEATS = ['conversation.message.completed'];

// Where providers put the sentence of an error, the most telling place first.
// 各家把错误说明放在哪个字段，越靠前越优先。
const SENTENCES = ['error', 'last_error', 'delta', 'response', 'message', 'msg', 'error_msg', 'errmsg', 'error_description', 'detail'];

function parseObject(data) {
  try {
    const json = JSON.parse(data);
    return json !== null && typeof json === 'object' ? json : null;
  } catch (error) {
    return null;
  }
}

// The sentence in an error of any shape, '' if it has none.
// 从任意形状的错误里取出给人看的那句话，没有则为 ''。
function sentenceIn(value) {
  if (typeof value === 'string') {
    return value.trim();
  }
  if (Array.isArray(value)) {
    return value.map(sentenceIn).filter((text) => text).join('; ');
  }
  if (value && typeof value === 'object') {
    for (let i = 0; i < SENTENCES.length; i += 1) {
      const found = sentenceIn(value[SENTENCES[i]]);
      if (found) {
        return found;
      }
    }
  }
  return '';
}

// The text that the first of `readers` finds, '' if none does. 第一个读到的文本，没有则为 ''。
function firstOf(readers, json) {
  for (let i = 0; i < readers.length; i += 1) {
    const text = readers[i](json);
    if (typeof text === 'string' && text) {
      return text;
    }
  }
  return '';
}

function isError(event, json) {
  return Boolean(json.error)
    || [event, json.event, json.type].some((name) => name === 'error' || /\.failed$/.test(name))
    || Boolean(json.last_error && json.last_error.code) // Coze
    || Boolean(json.delta && json.delta.error) // Cohere
    || Boolean((json.code || json.errcode) && typeof (json.message || json.msg || json.errmsg) === 'string');
}

function readEvent({ event, data }) {
  if (event === 'text') {
    return { text: data }; // a server that sends plain text, read by stream/reader.js
  }
  if (data === '[DONE]' || data === '"[DONE]"') { // Coze 的 [DONE] 带引号 (Coze puts it in quotation marks)
    return { done: true };
  }
  const json = parseObject(data);
  if (!json) {
    return event === 'error' ? { error: data } : { text: data }; // plain text in events
  }
  if (isError(event, json)) {
    return { error: sentenceIn(json) || data };
  }
  if (REPEATS.indexOf(event) >= 0) {
    return {};
  }
  const said = {};
  const text = firstOf(SHAPES, json);
  const thought = firstOf(THOUGHTS, json);
  if (text) {
    said.text = text;
  }
  if (thought) {
    said.thought = thought;
  }
  return said;
}

// What a person should read of the body of an answer that failed: the sentence in its JSON or in its events, the title
// of a page, else the body itself.
// 请求失败时给人看的内容：JSON 或事件里的说明，网页的标题，都没有就原样返回。
function messageOf(body) {
  const whole = parseObject(body);
  if (whole) {
    return sentenceIn(whole) || body;
  }
  const lines = body.split(/\r\n|\r|\n/);
  for (let i = 0; i < lines.length; i += 1) {
    const found = sentenceIn(parseObject(lines[i].replace(/^data:/, '')));
    if (found) {
      return found;
    }
  }
  const title = /<title>([^<]*)<\/title>/i.exec(body);
  return title ? title[1].trim() : body;
}

export { readEvent, messageOf };
