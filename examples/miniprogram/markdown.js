// The Markdown that models write, as blocks for a page's own markup: no HTML, no rich-text, no package.
// 把模型常写的 Markdown 变成页面可以直接渲染的块：不用 HTML、rich-text，也不依赖别的包。
//
//   blocksOf(text) -> [{ kind, level, mark, parts: [{ style, text }] }]
//
// kind   'p', 'h' (level 1 to 6), 'li' (level: how deep, mark: '•' or '1.'), 'quote', 'code' (mark: the language), 'hr'
// style  '', or some of 'strong', 'em', 'del', 'code', 'link'
// 'p' 段落，'h' 标题，'li' 列表项，'quote' 引用，'code' 代码块，'hr' 分隔线；style 是行内样式，可以有几个。
//
// - An answer that is still coming is read as far as it goes: a code block without its end goes to the end of the text,
//   and ** without its partner is text.
//   回答还没到完也能读：没有结尾的代码块一直到文末，没有配对的 ** 就当普通文字。
// - Nothing is lost: what is not understood (a table, HTML) is shown as it was written.
//   看不懂的内容（表格、HTML）按原文显示，不会丢字。
// - A text above LIMIT is one paragraph as it was written, so that a page never stalls.
//   超过 LIMIT 的文字整段按原文显示，页面不会卡住。

const LIMIT = 20000; // characters; a page draws again at each tick / 个字符，页面每次刷新都要重新渲染

const FENCE = /^( *)(`{3,}|~{3,})[ \t]*([^`]*)$/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/;
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const QUOTE = /^ {0,3}> ?(.*)$/;
const ITEM = /^( *)([-*+]|\d{1,9}[.)])[ \t]+(.*)$/;
const PUNCTUATION = /[!-\/:-@[-`{-~]/;

function isSpace(character) {
  return character === undefined || /\s/.test(character);
}

// Letters and digits of any language that has no spaces in words; snake_case keeps its underscores.
// 单词里的下划线（snake_case）不是斜体。
function isWord(character) {
  return character !== undefined && !isSpace(character) && !PUNCTUATION.test(character);
}

// Where a run of emphasis that opens at `at` is closed; -1 if it is not.
// 找到强调的结尾；没有则为 -1。
function closing(text, at, run) {
  const start = at + run.length;
  if (isSpace(text[start]) || (run[0] === '_' && isWord(text[at - 1]))) {
    return -1;
  }
  for (let end = text.indexOf(run, start + 1); end >= 0; end = text.indexOf(run, end + 1)) {
    const isLonger = run.length === 1 && (text[end + 1] === run || text[end - 1] === run);
    if (!isLonger && !isSpace(text[end - 1]) && !(run[0] === '_' && isWord(text[end + run.length]))) {
      const isTriple = run.length === 2 && text[start] === run[0] && text[end + 2] === run[0]; // ***both***
      return isTriple ? end + 1 : end;
    }
  }
  return -1;
}

const EMPHASIS = [['**', 'strong'], ['__', 'strong'], ['~~', 'del'], ['*', 'em'], ['_', 'em']];

// The parts of one line or paragraph; `outer` is the style around it.
// 行内解析；outer 是外层样式。
function partsOf(text, outer) {
  const parts = [];
  let plain = '';

  function add(more) {
    if (plain) {
      parts.push({ style: outer, text: plain });
      plain = '';
    }
    more.forEach((part) => parts.push(part));
  }

  function within(style) {
    return outer ? `${outer} ${style}` : style;
  }

  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const ticks = /^`+/.exec(rest);
    const link = /^!?\[([^[\]]*)\]\(([^()\s]*)\)/.exec(rest);
    const emphasis = EMPHASIS.find(([run]) => rest.indexOf(run) === 0);
    if (rest[0] === '\\' && rest[1] !== undefined && PUNCTUATION.test(rest[1])) {
      plain += rest[1];
      at += 2;
    } else if (ticks) {
      const run = ticks[0];
      const found = new RegExp(`[^\`](${run})(?!\`)`).exec(rest.slice(run.length));
      const end = found ? run.length + found.index + 1 : -1;
      if (end > 0) {
        const inner = rest.slice(run.length, end);
        const code = /^ .*[^ ].* $|^ [^ ] $/.test(inner) ? inner.slice(1, -1) : inner;
        add([{ style: within('code'), text: code }]);
        at += end + run.length;
      } else {
        plain += run;
        at += run.length;
      }
    } else if (link && link[1]) {
      add(partsOf(link[1], within('link')));
      at += link[0].length;
    } else if (emphasis) {
      const [run, style] = emphasis;
      const end = closing(text, at, run);
      if (end > 0) {
        add(partsOf(text.slice(at + run.length, end), within(style)));
        at = end + run.length;
      } else {
        plain += run;
        at += run.length;
      }
    } else {
      plain += rest[0];
      at += 1;
    }
  }
  add([]);
  return parts;
}

function blocksOf(text) {
  if (text.length > LIMIT) {
    return [{ kind: 'p', level: 0, mark: '', parts: [{ style: '', text }] }];
  }
  const blocks = [];
  let lines = []; // of a paragraph or a quote that may go on / 可能还没结束的段落或引用
  let kind = 'p';

  function put(name, level, mark, parts) {
    blocks.push({ kind: name, level, mark, parts });
  }

  function end() {
    if (lines.length) {
      put(kind, 0, '', partsOf(lines.join('\n'), ''));
    }
    lines = [];
    kind = 'p';
  }

  const all = text.split('\n');
  for (let i = 0; i < all.length; i += 1) {
    const line = all[i];
    const fence = FENCE.exec(line);
    const heading = HEADING.exec(line);
    const quote = QUOTE.exec(line);
    const item = ITEM.exec(line);
    if (fence) {
      end();
      const [, indent, run, language] = fence;
      const isEnd = (one) => one.trim().indexOf(run) === 0 && one.trim().replace(/^(`+|~+)/, '') === '';
      const code = [];
      for (i += 1; i < all.length && !isEnd(all[i]); i += 1) {
        code.push(all[i].indexOf(indent) === 0 ? all[i].slice(indent.length) : all[i]);
      }
      put('code', 0, language.trim(), [{ style: '', text: code.join('\n') }]);
    } else if (RULE.test(line)) {
      end();
      put('hr', 0, '', []);
    } else if (heading) {
      end();
      put('h', heading[1].length, '', partsOf(heading[2], ''));
    } else if (item) {
      end();
      const mark = /\d/.test(item[2]) ? item[2] : '•';
      put('li', Math.min(3, Math.floor(item[1].length / 2)), mark, partsOf(item[3], ''));
    } else if (!line.trim()) {
      end();
    } else {
      if (quote && kind !== 'quote') {
        end();
        kind = 'quote';
      }
      lines.push(quote ? quote[1] : line);
    }
  }
  end();
  return blocks;
}

module.exports = { blocksOf };
