// Repeats a request: by a line for a terminal, or from this page.

import { say } from '../words.mjs'

/** A body longer than this (characters) is not written into a line. */
const LONG = 2000
// characters on which a terminal or a bidirectional display acts, also in the middle of a paste
const ACTS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`

const isBodied = ({ method }) => method !== 'GET' && method !== 'HEAD'

const isWritten = ({ body }) => body !== null && body.length <= LONG && !ACTS.test(body)

/** Whether it can be repeated: a method and a target that a line and a URL can hold. */
export const isRepeatable = ({ method, target }) => /^[A-Za-z]+$/.test(method) && /^\/[\x21-\x7e]*$/.test(target)

const typeOf = ({ content_type: type }) => (/^[\x20-\x7e]+$/.test(type) ? type : '')

/** The curl line of `asked` (method, target, content_type, body), played as `plan` says. */
export function lineOf(asked, plan, origin) {
  const words = ['curl', '-N']
  if (/[[\]{}]/.test(asked.target)) words.push('-g')
  if (asked.method !== 'GET' && asked.method !== 'POST') words.push(asked.method === 'HEAD' ? '-I' : `-X ${asked.method}`)
  words.push(quoted(origin + asked.target), '-H', quoted(`X-Chunktape: ${plan}`))
  if (isBodied(asked)) {
    if (typeOf(asked)) words.push('-H', quoted(`Content-Type: ${typeOf(asked)}`))
    words.push('--data-raw', quoted(isWritten(asked) ? asked.body : '{}'))
  }
  return words.join(' ')
}

/** Copy `text`; over plain http on a LAN address a page has no clipboard, so its `element` is selected and copied. */
export async function copy(text, element) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    getSelection().selectAllChildren(element)
    document.execCommand('copy')
  }
}

/**
 * Ask once more, and tell the player what came and when. `began(number)` is told the number of the request: the player's
 * answer has it, or else `find()` gives it, or null.
 */
export async function again(asked, plan, { signal, began, find }) {
  const bodied = isBodied(asked)
  const headers = { 'X-Chunktape': plan }
  if (bodied && typeOf(asked)) headers['Content-Type'] = typeOf(asked)
  const started = performance.now()
  const lengths = []
  const times = []
  const finding = find().then((number) => {
    if (number) began(number)
    return number
  })
  let told = 0
  try {
    const answer = await fetch(location.origin + asked.target, {
      method: asked.method,
      headers,
      body: bodied ? (asked.body ?? '{}') : undefined,
      cache: 'no-store',
      redirect: 'manual',
      signal,
    })
    told = Number(answer.headers.get('X-Chunktape-Request'))
    if (told) began(told)
    const reader = answer.body?.getReader()
    for (;;) {
      const { done, value } = reader ? await reader.read() : { done: true }
      if (done) break
      lengths.push(value.length)
      times.push(Math.round((performance.now() - started) * 1000) / 1000)
    }
  } catch {
    // cut off, or left: what came until then is told all the same, and the journal says how it ended
  }
  const number = told || (await finding)
  if (number && lengths.length) {
    const report = JSON.stringify({ request: number, lengths, times_ms: times })
    await fetch('observed', { method: 'POST', body: report }).catch(() => {})
  }
}

/** What is said of a body that the line does not hold. */
export const note = (asked) => (!isBodied(asked) || isWritten(asked) ? '' : say('body_left_out'))
