// What `textOf` finds in payloads: a list of JSON texts on standard input, a list of texts on standard output.

import fs from 'node:fs';
import { textOf } from './pick.mjs';

const payloads = JSON.parse(fs.readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(payloads.map((payload) => textOf(JSON.parse(payload)))));
