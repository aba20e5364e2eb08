// The piece of the answer in an event's JSON, for the providers whose shapes the project plays:
// '' where an event has none. Thoughts are not part of the answer.

function joined(content) {
  return Array.isArray(content)
    ? content.filter((part) => !part.thought).map((part) => part.text ?? '').join('')
    : content;
}

export function textOf(json) {
  const found = json?.choices?.[0]?.delta?.content // OpenAI and alike
    ?? (json?.type === 'content_block_delta' ? json.delta?.text : undefined) // Anthropic
    ?? joined(json?.candidates?.[0]?.content?.parts) // Gemini
    ?? json?.output?.text // DashScope
    ?? joined(json?.output?.choices?.[0]?.message?.content)
    ?? json?.message?.content // Ollama
    ?? json?.answer // Dify
    ?? (json?.type === 'answer' ? json.content : undefined); // Coze
  return typeof found === 'string' ? found : '';
}
