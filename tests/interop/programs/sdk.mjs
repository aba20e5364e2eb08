// node sdk.mjs NAME URL: asks the player with a provider's SDK; prints what it made of the stream.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

const question = [{ role: 'user', content: 'something else than was recorded' }];

async function withOpenAI(baseURL) {
  const client = new OpenAI({ apiKey: 'sk-not-recorded', baseURL });
  const stream = client.chat.completions.stream({
    model: 'any', messages: question, stream_options: { include_usage: true },
  });
  let reasoning = '';
  for await (const chunk of stream) reasoning += chunk.choices[0]?.delta.reasoning_content ?? '';
  const whole = await stream.finalChatCompletion();
  const { message, finish_reason: finish } = whole.choices[0];
  const tools = (message.tool_calls ?? []).map((call) => [call.function.name, call.function.arguments]);
  return {
    text: message.content, reasoning, tools, finish, usage: [whole.usage.prompt_tokens, whole.usage.completion_tokens],
  };
}

async function withAnthropic(baseURL) {
  const client = new Anthropic({ apiKey: 'sk-not-recorded', baseURL });
  const stream = client.messages.stream({ model: 'any', max_tokens: 100, messages: question });
  const whole = await stream.finalMessage();
  const of = (type, key) => whole.content.filter((block) => block.type === type).map((block) => block[key]);
  const tools = of('tool_use', 'name').map((name, index) => [name, JSON.stringify(of('tool_use', 'input')[index])]);
  return {
    text: of('text', 'text').join(''), reasoning: of('thinking', 'thinking').join(''), tools,
    finish: whole.stop_reason, usage: [whole.usage.input_tokens, whole.usage.output_tokens],
  };
}

const [name, url] = process.argv.slice(2);
const seen = {
  openai: () => withOpenAI(`${url}/v1`), deepseek: () => withOpenAI(url), anthropic: () => withAnthropic(url),
};
console.log(JSON.stringify(await seen[name]()));
