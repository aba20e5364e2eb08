// Wrong: needs a space behind `data:`. A script that writes the answer to standard output.
async function main() {
  const response = await fetch('https://api.example.com/v1/chat/completions', { method: 'POST', body: JSON.stringify({ stream: true }) });
  const decoder = new TextDecoder();
  let held = '';
  for await (const piece of response.body) {
    const lines = (held + decoder.decode(piece, { stream: true })).split('\n');
    held = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data: {')) {
        process.stdout.write(JSON.parse(line.slice(6)).choices?.[0]?.delta?.content || '');
      }
    }
  }
}

main();
