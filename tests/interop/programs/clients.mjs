// node clients.mjs URL: reads the stream with node:http and with fetch; prints what each saw, pieces in base64.
import { get } from 'node:http';

const base64 = (bytes) => Buffer.from(bytes).toString('base64');

function withHttp(url) {
  return new Promise((resolve, reject) => {
    const pieces = [];
    get(url, (response) => {
      response.on('data', (piece) => pieces.push(base64(piece)));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.rawHeaders, pieces }));
      response.on('error', reject);
    }).on('error', reject);
  });
}

async function withFetch(url) {
  const response = await fetch(url);
  const pieces = [];
  for await (const piece of response.body) pieces.push(base64(piece));
  return { status: response.status, headers: [...response.headers].flat(), pieces };
}

const [url] = process.argv.slice(2);
console.log(JSON.stringify({ http: await withHttp(url), fetch: await withFetch(url) }));
