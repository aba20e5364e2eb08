// The text in an event of OpenAI's shape.
export const pick = (data) => (data === '[DONE]' ? '' : JSON.parse(data).choices?.[0]?.delta?.content ?? '');
