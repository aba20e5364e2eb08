// What the mini-program example makes of addresses that a person scans or types. Prints JSON.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRealm, requireInto } from '../../chunktape/js/sandbox.mjs';
import { createPlatform } from '../../chunktape/js/wx.mjs';

const CONFIG = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../examples/miniprogram/config.js');
const wx = createPlatform();
const { originOf, getBaseUrl, setBaseUrl } = requireInto(createRealm({ wx }), CONFIG);

const origins = {};
for (const url of [
  'http://192.168.1.5:8799/@chunktape/hello',
  ' HTTP://PC.local:8799?x=1 ',
  'https://[fe80::1]:8799/',
  'http://good.example@evil.example/',
  'http://',
  'weixin://dl',
  'hello',
]) {
  origins[url] = originOf(url);
}

const stored = { default: getBaseUrl() };
for (const url of ['http://192.168.1.5:8799/', 'http://192.168.1.5:8799/@utf8,seed=7/', 'not an address', '']) {
  setBaseUrl(url);
  stored[url] = getBaseUrl();
}
setBaseUrl('http://192.168.1.5:8799');
wx.getAccountInfoSync = () => ({ miniProgram: { envVersion: 'release' } });
stored['in a release'] = getBaseUrl();

process.stdout.write(`${JSON.stringify({ origins, stored })}\n`);
