// The piece of the answer in an event's JSON, for the providers whose shapes the project plays:
// '' where an event has none.

export function textOf(json) {
  const choice = json?.choices?.[0];
  const found = choice?.delta?.content // OpenAI and alike
    ?? (json?.type === 'content_block_delta' ? json.delta?.text : undefined) // Anthropic
    ?? json?.candidates?.[0]?.content?.parts?.map((part) => part.text ?? '').join('') // Gemini
    ?? json?.output?.text // DashScope
    ?? json?.output?.choices?.[0]?.message?.content
    ?? json?.message?.content // Ollama
    ?? (typeof json?.answer === 'string' ? json.answer : undefined) // Dify
    ?? (json?.type === 'answer' && typeof json.content === 'string' ? json.content : undefined); // Coze
  return typeof found === 'string' ? found : '';
}
