// The piece of the answer in an event's JSON, for the providers whose shapes the project reads
// (cassettes/providers/shapes): '' where an event has none. Thoughts are not part of the answer, a second
// choice neither, and what only repeats a text (`response.completed`) is no piece.

function joined(content) {
  return Array.isArray(content)
    ? content.filter((part) => !part.thought).map((part) => part.text ?? '').join('')
    : content;
}

function chosen(choices) {
  const first = choices?.find((choice) => (choice.index ?? 0) === 0);
  return first?.delta ? joined(first.delta.content) : first?.text ?? joined(first?.message?.content);
}

const ofType = {
  'response.output_text.delta': (json) => json.delta, // OpenAI's responses
  'transcript.text.delta': (json) => json.delta,
  content_block_delta: (json) => json.delta?.text, // Anthropic
  completion: (json) => json.completion,
  'content-delta': (json) => json.delta?.message?.content?.text, // Cohere
  answer: (json) => json.content, // Coze
};

export function textOf(json) {
  const found = ofType[json?.type]?.(json)
    ?? (Array.isArray(json?.choices) ? chosen(json.choices) : undefined) // OpenAI and alike
    ?? joined(json?.candidates?.[0]?.content?.parts) // Gemini
    ?? json?.output?.text // DashScope
    ?? joined(json?.output?.choices?.[0]?.message?.content)
    ?? json?.message?.content // Ollama
    ?? json?.response
    ?? json?.answer // Dify
    ?? (json?.type === undefined && json?.role === undefined ? json?.content : undefined); // home-made
  return typeof found === 'string' ? found : '';
}
