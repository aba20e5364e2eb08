// The piece of the answer in an event's JSON, for the providers whose shapes the project reads
// (cassettes/providers/shapes): '' where an event has none. Thoughts are not part of the answer, a second
// choice neither, and what only repeats a text (`response.completed`) is no piece.

function joined(content) {
  return Array.isArray(content)
    ? content.filter((part) => !part.thought).map((part) => part.text ?? '').join('')
    : content;
}

function first(choices) {
  return Array.isArray(choices) ? choices.find((choice) => (choice.index ?? 0) === 0) : undefined;
}

function chosen(choice) {
  return choice?.delta ? joined(choice.delta.content) : choice?.text ?? joined(choice?.message?.content);
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
    ?? chosen(first(json?.choices)) // OpenAI and alike
    ?? joined(first(json?.candidates)?.content?.parts) // Gemini
    ?? json?.output?.text // DashScope
    ?? joined(first(json?.output?.choices)?.message?.content)
    ?? json?.message?.content // Ollama
    ?? json?.response
    ?? json?.answer // Dify
    ?? (json?.type === undefined && json?.role === undefined ? json?.content : undefined); // home-made
  return typeof found === 'string' ? found : '';
}
