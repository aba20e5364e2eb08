// The chosen request: its facts, its lanes, the rows of its pieces, and what repeats it.

import { drawPiece, outcomeOf } from '../drawn/cells.mjs'
import { isOdd, lengthOf, makeLanes, NAMES, piecesOf } from '../drawn/lanes.mjs'
import { makeStretch } from '../drawn/axis.mjs'
import { makeRows } from '../drawn/rows.mjs'
import { count, element, safe, say, time } from '../words.mjs'
import { makeRepeat } from './repeat.mjs'

const $ = (id) => document.getElementById(id)
/** ms after which the lanes of a stream that goes on are read again */
const OLD = 1000
const NONE = { entry: null, stream: null, loaded: '', read: 0, asked: null, pieces: [], rows: [], piece: null }

/** `began` and `expect`: as for `makeRepeat`. */
export function makeStream({ began, expect }) {
  /** `stream`: the lanes, as they were at `read`, when its outcome was `loaded`; `rows`: the `pieces` that are wanted. */
  const now = { ...NONE }
  /** the lane whose rows a person chose, if one did */
  let wanted = ''

  const repeat = makeRepeat({ began, expect })
  const rows = makeRows($('pieces'), {
    draw: drawPiece,
    chose(piece) {
      now.piece = piece
      lanes.paint()
    },
  })
  const lanes = makeLanes($('lanes'), {
    chosen: () => now.piece,
    choose(piece) {
      if (!now.rows.includes(piece)) $('which').value = wanted = piece.lane
      list()
      rows.choose(now.rows.indexOf(piece))
    },
    selected: () => list(),
    stepped(by) {
      if (by) rows.choose(now.rows.indexOf(now.piece) + by)
      return now.piece?.at ?? null
    },
  })
  const tellPart = makeStretch($('part'), lanes.axis)
  $('which').addEventListener('change', () => {
    wanted = $('which').value
    list()
  })
  $('odd').addEventListener('change', list)

  /** Read the lanes; they are read again when the stream is over, and when its client has told what it saw. */
  async function load() {
    const entry = now.entry
    Object.assign(now, { loaded: entry.outcome, read: performance.now() })
    const [stream, asked] = entry.stream
      ? [entry.stream, null]
      : await Promise.all([read(`journal/${entry.number}`), read(`requests/${entry.number}`)])
    if (entry.number !== now.entry?.number) return
    now.stream = stream ?? { recorded: null, sent: null, observed: null }
    now.asked = asked
    now.pieces = piecesOf(now.stream)
    const present = NAMES.filter((lane) => now.stream[lane])
    const names = ['all', ...present]
    $('which').replaceChildren(
      ...names.map((lane) => Object.assign(element('option', '', say(lane)), { value: lane })),
    )
    $('which').value = names.includes(wanted) ? wanted : present.includes('sent') ? 'sent' : 'all'
    $('chosen').hidden = false
    $('choose').hidden = true
    for (const name of ['lanes', 'part', 'bar', 'pieces']) $(name).hidden = !present.length
    head()
    lanes.show(now.stream, now.pieces)
    list()
  }

  /** Title, facts and what can be done. */
  function head() {
    const { entry, stream } = now
    $('title').textContent = safe(`#${entry.number} ${entry.method} ${entry.target}`)
    const facts = [
      entry.status || '',
      entry.cassette ? `${entry.cassette} #${entry.interaction}` : '',
      outcomeOf(entry),
      entry.chunks ? say('amount', { chunks: count(entry.chunks), bytes: count(entry.bytes) }) : '',
      time(entry.elapsed_ms),
      entry.plan ? say('plan', { plan: entry.plan }) : '',
      entry.late_ms >= 1 ? say('late', { time: time(entry.late_ms) }) : '',
    ]
    $('about').textContent = facts.filter(Boolean).map(safe).join(' · ')
    $('marks').replaceChildren(...marksOf(entry, stream).map((text) => element('li', '', safe(text))))
    repeat.show(now.asked, entry.plan)
  }

  /** The rows of the stretch, the lane and the classes that are wanted. */
  function list() {
    const stretch = lanes.axis.stretch
    const which = $('which').value
    const odd = $('odd').checked
    const pieces = now.pieces.filter((piece) => which === 'all' || piece.lane === which)
    now.rows = pieces.filter(
      (piece) => (!odd || isOdd(piece.cut)) && (!stretch || (piece.at >= stretch[0] && piece.at <= stretch[1])),
    )
    tellPart(stretch, [0, lengthOf(now.stream ?? {}, now.pieces)])
    $('count').textContent = say('rows', { count: count(now.rows.length), of: count(pieces.length) })
    if (!now.rows.includes(now.piece)) now.piece = null
    rows.show(now.rows, now.rows.indexOf(now.piece))
    lanes.paint()
  }

  return {
    get entry() {
      return now.entry
    },
    /** Show `entry`. */
    async choose(entry) {
      if (entry === now.entry && now.stream) return
      Object.assign(now, NONE, { entry })
      lanes.axis.clear()
      await load()
    },
    /** There is news of the entry that is shown: `entry`, or null where it is gone. */
    renew(entry) {
      now.entry = entry
      if (!entry || !now.stream) return
      head()
      const old = entry.outcome === 'active' && performance.now() - now.read > OLD
      if (!entry.stream && (old || entry.outcome !== now.loaded)) load()
    },
    load,
    close() {
      Object.assign(now, NONE)
      $('chosen').hidden = true
      $('choose').hidden = false
    },
  }
}

async function read(path) {
  try {
    const answer = await fetch(path)
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}

/** What a person should know of a stream: where the client left, its faults, notes, and what is not drawn. */
function marksOf(entry, stream) {
  const marks = (entry.faults ?? []).map((one) => {
    const at = one.at_ms === null ? '' : time(one.at_ms)
    const where = one.bytes === null ? '' : say('behind', { bytes: count(one.bytes) })
    const happened = one.happened ? [where, at].filter(Boolean).join(', ') : say('not_reached')
    return say('fault_line', { fault: one.fault, where: happened })
  })
  const left = stream.left
  if (left) marks.unshift(say('left_line', { bytes: count(left.bytes), chunks: count(left.chunks), time: time(left.at_ms) }))
  if (entry.note) marks.push(entry.note)
  const out = NAMES.reduce((sum, lane) => sum + (stream[lane]?.left_out ?? 0), 0)
  if (out) marks.push(say('left_out', { count: count(out) }))
  return marks
}
