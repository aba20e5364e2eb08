// A request once more: the line that repeats it in a terminal, and the same from this page.

import { say } from '../words.mjs'

/** A body longer than this (characters) is not written into a line. */
const LONG = 2000

const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The curl line of `asked` (method, target, content_type, body), played as `plan` says. */
export function lineOf(asked, plan, origin) {
  const words = ['curl', '-N']
  const body = asked.body === null || asked.body.length > LONG ? '{}' : asked.body
  if (asked.method !== 'GET' && asked.method !== 'POST') words.push('-X', asked.method)
  words.push(quoted(origin + asked.target), '-H', quoted(`X-Chunktape: ${plan}`))
  if (asked.method !== 'GET' && asked.method !== 'HEAD') {
    if (asked.content_type) words.push('-H', quoted(`Content-Type: ${asked.content_type}`))
    words.push('--data-binary', quoted(body))
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
 * Ask once more, and tell the player what came and when. Gives the number of the request, null where the player said
 * none; `began(number)` is called when the answer begins.
 */
export async function again(asked, plan, { signal, began }) {
  const bodied = asked.method !== 'GET' && asked.method !== 'HEAD'
  const headers = { 'X-Chunktape': plan }
  if (bodied && asked.content_type) headers['Content-Type'] = asked.content_type
  const started = performance.now()
  const lengths = []
  const times = []
  let number = null
  try {
    const answer = await fetch(asked.target, {
      method: asked.method,
      headers,
      body: bodied ? (asked.body ?? '{}') : undefined,
      cache: 'no-store',
      redirect: 'manual',
      signal,
    })
    const named = Number(answer.headers.get('X-Chunktape-Request'))
    if (named) began((number = named))
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
  if (number !== null && lengths.length) {
    const report = JSON.stringify({ request: number, lengths, times_ms: times })
    await fetch('observed', { method: 'POST', body: report }).catch(() => {})
  }
  return number
}

/** What is said of a body that the line does not hold. */
export const note = (asked) => (asked.body === null || asked.body.length > LONG ? say('body_left_out') : '')
