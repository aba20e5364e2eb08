// What one event of a chat stream says: { text }, { done: true }, { error }, or {} for the rest.
// One line per provider; add yours.

// Some providers send a list of parts where others send the text; thoughts are not part of the answer.
function joined(content) {
  return Array.isArray(content)
    ? content.filter((part) => !part.thought).map((part) => part.text || '').join('')
    : content;
}

const SHAPES = [
  (json) => json.choices && json.choices[0] && json.choices[0].delta && json.choices[0].delta.content, // OpenAI and alike
  (json) => json.type === 'content_block_delta' && json.delta && json.delta.text, // Anthropic
  (json) => json.candidates && json.candidates[0] && json.candidates[0].content
    && joined(json.candidates[0].content.parts), // Gemini
  (json) => json.output && (json.output.text
    || (json.output.choices && json.output.choices[0] && joined(json.output.choices[0].message.content))), // DashScope
  (json) => (json.event === 'message' || json.event === 'agent_message') && json.answer, // Dify
  (json) => json.type === 'answer' && json.role === 'assistant' && json.content, // Coze
];

// Coze sends the whole answer once more in this event.
const REPEATS = ['conversation.message.completed'];

function parseObject(data) {
  try {
    const json = JSON.parse(data);
    return json !== null && typeof json === 'object' ? json : null;
  } catch (error) {
    return null;
  }
}

function readEvent({ event, data }) {
  if (data === '[DONE]') {
    return { done: true };
  }
  if (REPEATS.indexOf(event) >= 0) {
    return {};
  }
  const json = parseObject(data);
  if (!json) {
    return { text: data }; // a server that sends plain text
  }
  if (json.error) {
    return { error: json.error.message || JSON.stringify(json.error) };
  }
  for (let i = 0; i < SHAPES.length; i += 1) {
    const text = SHAPES[i](json);
    if (typeof text === 'string' && text) {
      return { text };
    }
  }
  return {};
}

export { readEvent };
