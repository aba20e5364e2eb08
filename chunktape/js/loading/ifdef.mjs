// uni-app's conditional compilation: `// #ifdef MP-WEIXIN || H5` ... `// #endif`, in comments of any kind.
//
// Rules:
// - Excluded lines become empty ones, so that line numbers stay.
// - A name is true where it is that of the platform, or one that holds it (MP, WEB); VUE3 is, but for a project of Vue 2.
// - A comparison, such as `uniVersion > 3.9`, is true.

const DIRECTIVE = /^[ \t]*(?:\/\/|\/\*|<!--|\*)?[ \t]*#(ifdef|ifndef|endif)\b[ \t]*(.*?)[ \t]*(?:\*\/|-->)?[ \t]*$/;
const AT_ALL = /#(?:ifdef|ifndef)[ \t]+[A-Z]/;
const HOLD = { 'MP-WEIXIN': ['MP'], 'MP-BAIDU': ['MP'], H5: ['WEB'] };

// The platform whose code a profile of clients runs.
export const platformOf = (profile) => ({ 'uni-h5': 'H5', swan: 'MP-BAIDU' }[profile] ?? 'MP-WEIXIN');

export const isConditional = (text) => AT_ALL.test(text);

function holds(condition, names) {
  return condition.split('||').some((some) => some.split('&&').every((one) => {
    const name = one.trim().replace(/^[(\s]+|[)\s]+$/g, '');
    return name.startsWith('!') ? !names.has(name.slice(1).trim()) : /[<>=]/.test(name) || names.has(name);
  }));
}

// `text` as `platform` has it.
export function compiledFor(text, platform, vue = 'VUE3') {
  if (!isConditional(text)) {
    return text;
  }
  const names = new Set([platform, vue, ...(HOLD[platform] ?? [])]);
  const open = [];
  return text.split('\n').map((line) => {
    const [, directive, condition] = DIRECTIVE.exec(line) ?? [];
    if (directive === 'endif') {
      open.pop();
    } else if (directive) {
      open.push(holds(condition, names) === (directive === 'ifdef'));
    }
    return directive || open.includes(false) ? '' : line;
  }).join('\n');
}
