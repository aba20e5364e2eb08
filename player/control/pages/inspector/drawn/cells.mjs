// The rows: one of a request, one of a piece. Recorded and received text is only ever shown as text.

import { isOdd } from './lanes.mjs'
import { count, element, safe, say, time, told } from '../words.mjs'

/** The kind of an entry, which gives its colour: `good`, `fail`, `note` or `live`. */
export function kindOf(entry) {
  if (entry.outcome === 'active') return 'live'
  if (entry.answer === 'miss' || entry.outcome === 'failed' || entry.answer === 'failed') return 'fail'
  if (entry.outcome === 'left' || entry.outcome === 'client-left' || entry.outcome === 'stopped') return 'note'
  if ((entry.faults ?? []).some((one) => one.happened) || entry.status >= 400) return 'note'
  return 'good'
}

/** How it went, in words. */
export function outcomeOf(entry) {
  if (entry.answer === 'miss') return say('missed')
  return entry.outcome ? say(`outcome_${entry.outcome.replaceAll('-', '_')}`) : ''
}

/** The cells of a row, made once. */
function cells(row, names) {
  if (!row.cells) {
    row.cells = Object.fromEntries(names.map((name) => [name, element('span', name)]))
    row.replaceChildren(...Object.values(row.cells))
  }
  return row.cells
}

const put = (cell, text) => {
  if (cell.textContent !== text) cell.textContent = text
}

/** Fill `row` with a request. */
export function drawRequest(row, entry) {
  const cell = cells(row, ['number', 'method', 'target', 'status', 'what'])
  row.dataset.kind = kindOf(entry)
  put(cell.number, `#${entry.number}`)
  put(cell.method, safe(entry.method))
  put(cell.target, safe(entry.target))
  put(cell.status, entry.status ? String(entry.status) : '')
  const what = [
    outcomeOf(entry),
    entry.chunks ? say('amount', { chunks: count(entry.chunks), bytes: count(entry.bytes) }) : '',
    entry.elapsed_ms ? time(entry.elapsed_ms) : '',
    entry.plan ?? '',
  ]
  put(cell.what, safe(what.filter(Boolean).join(' · ')))
}

const pairs = (hex) => hex.replace(/..(?=.)/g, '$& ')

const bytesOf = (hex) => hex.match(/../g)?.map((pair) => parseInt(pair, 16)) ?? []
const isInside = (byte) => (byte & 0xc0) === 0x80

/** The character that a cut goes through, "" where it goes through none. */
function characterOf({ before, after }) {
  const head = bytesOf(before.hex).slice(-3)
  const all = [...head, ...bytesOf(after.hex).slice(0, 3)]
  let lead = head.length
  if (!isInside(all[lead])) return ''
  while (lead > 0 && isInside(all[lead])) lead -= 1
  const size = all[lead] >= 0xf0 ? 4 : all[lead] >= 0xe0 ? 3 : 2
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(all.slice(lead, lead + size)))
  } catch {
    return ''
  }
}

/** Fill `row` with a piece: when, which bytes, the class of its cut, and the bytes on both sides of it. */
export function drawPiece(row, piece) {
  const cell = cells(row, ['lane', 'when', 'bytes', 'class', 'sides'])
  row.dataset.lane = piece.lane
  row.dataset.odd = String(isOdd(piece.cut))
  put(cell.lane, say(piece.lane))
  put(cell.when, (piece.untimed ? '≈ ' : '') + time(piece.at))
  put(cell.bytes, say('span', { from: count(piece.start), to: count(piece.end), size: count(piece.end - piece.start) }))
  const cut = piece.cut
  const names = cut ? cut.classes.map((name) => told.classes[name] ?? name) : []
  const where = names.length ? [characterOf(cut), ...names].filter(Boolean).join(' · ') : say('plain_cut')
  put(cell.class, cut ? safe(where) : piece.end >= piece.size ? say(`end_${piece.lane}`) : '')
  const sides = cut ? [cut.before.text, cut.after.text, pairs(cut.before.hex), pairs(cut.after.hex)] : ['', '', '', '']
  if (!cell.sides.parts) {
    cell.sides.parts = ['before', 'after', 'before hex', 'after hex'].map((kind) => element('bdi', kind))
    cell.sides.parts.forEach((part) => part.append(element('span')))
    cell.sides.append(...cell.sides.parts)
  }
  cell.sides.parts.forEach((part, place) => put(part.firstChild, safe(sides[place])))
  cell.sides.hidden = !cut
}
