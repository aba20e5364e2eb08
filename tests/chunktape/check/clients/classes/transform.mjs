// A TransformStream over the bytes of a body.
export function textOf(stream) {
  let rest = '';
  return stream.pipeThrough(new TextDecoderStream()).pipeThrough(new TransformStream({
    transform(text, controller) {
      rest += text;
      const events = rest.split('\n\n');
      rest = events.pop();
      events.filter((one) => one.startsWith('data: {')).forEach((one) => controller.enqueue(JSON.parse(one.slice(6)).choices[0]?.delta?.content ?? ''));
    },
  }));
}
