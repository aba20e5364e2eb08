// A file from the person's disk: a cassette, which the player reads and does not keep, or the JSON of a check.

import { count, element, safe, say } from '../words.mjs'

/** findings of a report that are shown */
const SHOWN = 200
const VERDICTS = ['pass', 'fail', 'interrupted', 'not judged']

/** Gives `entries` of a cassette and how many `more` it has, the element `report` of a check, or `error`, a sentence. */
export async function openFile(file) {
  if (file.name.endsWith('.json')) {
    try {
      const found = JSON.parse(await file.text())
      if (Array.isArray(found.findings)) return { report: reportOf(found) }
    } catch {
      // no JSON: the sentence below says so
    }
    return { error: say('no_report', { name: file.name }) }
  }
  try {
    const headers = { 'Content-Type': 'application/octet-stream' }
    const answer = await fetch(`show?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file, headers })
    const told = await answer.json()
    return answer.ok ? { entries: told.recordings.map(entryOf), more: told.more } : { error: told.error.message }
  } catch {
    return { error: say('state_lost') }
  }
}

/** A recording as an entry of the list. */
function entryOf({ number, at_ms, method, target, status, ending, recorded }) {
  return {
    number,
    at_ms,
    method,
    target,
    status,
    outcome: ending === 'complete' ? 'ended' : 'cut',
    answer: 'replay',
    bytes: recorded.size,
    chunks: recorded.pieces.length + recorded.left_out,
    elapsed_ms: recorded.end_ms,
    plan: '',
    faults: [],
    note: ending === 'complete' ? '' : say('recorded_ending', { ending }),
    stream: { recorded, sent: null, observed: null },
    asked: null,
  }
}

/** A value of somebody's JSON as text: only what is text or a number. */
const plain = (value) => (typeof value === 'string' || typeof value === 'number' ? safe(value) : '')

/** A report of `check --json`: what failed, and the line that runs it again. */
function reportOf(found) {
  const box = element('div', 'report')
  box.append(element('h2', '', `chunktape check · ${plain(found.client)}`))
  const known = VERDICTS.includes(found.verdict)
  const verdict = known ? say(`verdict_${found.verdict.replaceAll(' ', '_')}`) : plain(found.verdict)
  box.append(element('p', '', say('report', { verdict, count: found.findings.length })))
  for (const one of found.findings.slice(0, SHOWN)) {
    const part = element('section', 'finding')
    part.append(element('h3', '', plain(one.words)))
    const place = [one.line?.file, one.line?.line].map(plain).filter(Boolean).join(':')
    part.append(element('p', 'soft', [one.tape, one.split, one.class, place].map(plain).filter(Boolean).join(' · ')))
    if (one.line?.text) part.append(element('pre', '', plain(one.line.text)))
    if (one.repeat) {
      const code = element('code', '', plain(one.repeat))
      code.tabIndex = 0
      part.append(code)
    }
    box.append(part)
  }
  const more = found.findings.length - SHOWN
  if (more > 0) box.append(element('p', 'soft', say('more_findings', { count: count(more) })))
  return box
}
