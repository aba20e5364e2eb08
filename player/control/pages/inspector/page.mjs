// The page: what is chosen, what is shown of it, and what a person can do with it.

import { again, copy, isRepeatable, lineOf, note } from './live/again.mjs'
import { makeAxis, makeStretch } from './drawn/axis.mjs'
import { follow } from './live/feed.mjs'
import { openFile } from './live/files.mjs'
import { isOdd, lengthOf, makeLanes, NAMES, piecesOf } from './drawn/lanes.mjs'
import { drawPiece, drawRequest, kindOf } from './drawn/cells.mjs'
import { makeRows } from './drawn/rows.mjs'
import { makeSettings } from './live/settings.mjs'
import { count, element, safe, say, time } from './words.mjs'

const $ = (id) => document.getElementById(id)

/**
 * What is shown: `entry`, `stream` (its lanes, as they were at `read`, when its outcome was `loaded`), what repeats it
 * (`asked`), its `pieces`, the `rows` that are wanted of those, and the `piece` that is chosen; `listed`: the entries of the
 * list; `opened`: those of a file; `wanted`: the number of a request of this page that is chosen as soon as it is there.
 */
const now = {
  entry: null,
  stream: null,
  loaded: '',
  read: 0,
  asked: null,
  pieces: [],
  rows: [],
  piece: null,
  listed: [],
  opened: null,
  wanted: 0,
  worker: undefined,
}
/** ms after which the lanes of a stream that goes on are read again. */
const OLD = 1000
let dirty = false
let waiting = false
let leaving = null

const state = (text) => ($('state').textContent = text)
const settings = makeSettings($('settings'), { said: state })
const requests = makeRows($('requests'), { draw: drawRequest, chose: (entry) => choose(entry) })
const rows = makeRows($('pieces'), { draw: drawPiece, chose: (piece) => choosePiece(piece) })

// ------------------------------------------------------------------------------------------------------- requests

const strip = makeAxis($('strip'), {
  draw(pen, x, size, look) {
    const all = source()
    const lines = Math.max(1, Math.min(all.length, Math.floor(size.height / 3)))
    const high = Math.min(9, Math.max(2, size.height / lines - 1))
    all.forEach((entry, place) => {
      const from = x(entry.at_ms)
      pen.fillStyle = entry === now.entry ? look.focus : look[kindOf(entry)]
      const top = ((place % lines) * size.height) / lines
      pen.fillRect(from, top, Math.max(2, x(entry.at_ms + entry.elapsed_ms) - from), high)
    })
  },
  selected: () => render(),
  picked(ms) {
    const near = (entry) => Math.max(entry.at_ms - ms, ms - entry.at_ms - entry.elapsed_ms, 0)
    const best = now.listed.reduce((one, other) => (one && near(one) <= near(other) ? one : other), null)
    if (best) choose(best)
  },
  stepped(by) {
    const index = now.listed.indexOf(now.entry)
    if (by && now.listed.length) requests.choose(index + by)
    return now.entry?.at_ms ?? null
  },
})
const tellStretch = makeStretch($('stretch'), strip)

const source = () => now.opened ?? [...feed.entries.values()]

function render() {
  if (dirty) return
  dirty = true
  requestAnimationFrame(() => {
    dirty = false
    const all = source()
    const first = all.length ? all[0].at_ms : 0
    const last = all.reduce((most, entry) => Math.max(most, entry.at_ms + entry.elapsed_ms), first)
    const stretch = strip.stretch
    strip.range(first, last)
    tellStretch(stretch, [first, last])
    now.listed = stretch
      ? all.filter((entry) => entry.at_ms <= stretch[1] && entry.at_ms + entry.elapsed_ms >= stretch[0])
      : all
    now.entry = all.find((entry) => entry.number === now.entry?.number) ?? null
    requests.show(now.listed, now.listed.indexOf(now.entry), { follow: !stretch })
    $('nothing').hidden = all.length > 0
    const active = all.filter((entry) => entry.outcome === 'active').length
    $('counts').textContent = say('counts', { count: count(all.length), active: count(active) })
    for (const entry of all.slice(-50)) settings.client(entry.client)
    const wanted = now.opened ? null : feed.entries.get(now.wanted)
    if (wanted) {
      now.wanted = 0
      choose(wanted)
    } else if (now.entry) head()
  })
}

/** What came is shown ten times a second, however much it is. */
function soon() {
  if (waiting) return
  waiting = true
  setTimeout(() => {
    waiting = false
    render()
  }, 100)
}

const feed = follow({
  changed: soon,
  told(name, value) {
    if (name === 'state') state(say(value === 'open' ? 'state_open' : 'state_lost'))
    if (name === 'hello') {
      now.worker = value.worker
      if (value.worker) state(say('worker', value.worker))
      if (value.settings) settings.show(value.settings)
      else settings.read()
    }
    if (name === 'settings') settings.show(value)
    if (name === 'library' || name === 'lost') state(name === 'lost' ? say('state_slow') : safe(value.text))
    if (name === 'observed' && value.request === now.entry?.number) load()
    if (name === 'reset') close()
  },
})

// --------------------------------------------------------------------------------------------------------- stream

const lanes = makeLanes($('lanes'), {
  chosen: () => now.piece,
  choose: (piece) => {
    if (!now.rows.includes(piece)) $('which').value = piece.lane
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

function close() {
  Object.assign(now, { entry: null, stream: null, pieces: [], rows: [], piece: null, asked: null })
  $('chosen').hidden = true
  $('choose').hidden = false
}

async function choose(entry) {
  if (entry === now.entry && now.stream) return
  Object.assign(now, { entry, stream: null, pieces: [], piece: null, asked: null })
  $('report').hidden = true
  lanes.axis.clear()
  await load()
  strip.paint()
}

/** Read the lanes of what is chosen; they are read again when it is over, and when its client has told what it saw. */
async function load() {
  const entry = now.entry
  Object.assign(now, { loaded: entry.outcome, read: performance.now() })
  const [stream, asked] = now.opened
    ? [entry.stream, entry.asked]
    : await Promise.all([read(`journal/${entry.number}`), read(`requests/${entry.number}`)])
  if (entry.number !== now.entry?.number) return
  now.stream = stream ?? { recorded: null, sent: null, observed: null }
  now.asked = asked
  now.pieces = piecesOf(now.stream)
  const present = NAMES.filter((lane) => now.stream[lane])
  const kept = $('which').value
  $('which').replaceChildren(
    ...['all', ...present].map((lane) => Object.assign(element('option', '', say(lane)), { value: lane })),
  )
  $('which').value = present.includes(kept) || kept === 'all' ? kept : present.includes('sent') ? 'sent' : 'all'
  $('chosen').hidden = false
  $('choose').hidden = true
  for (const name of ['lanes', 'part', 'bar', 'pieces']) $(name).hidden = !present.length
  head()
  lanes.show(now.stream, now.pieces)
  list()
}

async function read(path) {
  try {
    const answer = await fetch(path)
    const found = answer.ok ? await answer.json() : null
    return found?.worker?.number === now.worker?.number ? found : null // another worker counts its own requests
  } catch {
    return null
  }
}

/** Title, facts and what can be done. */
function head() {
  const { entry, stream } = now
  if (!stream) return
  $('title').textContent = safe(`#${entry.number} ${entry.method} ${entry.target}`)
  const facts = [
    entry.status || '',
    entry.cassette ? `${entry.cassette} #${entry.interaction}` : '',
    entry.outcome ? say(`outcome_${entry.outcome.replaceAll('-', '_')}`) : '',
    say('amount', { chunks: count(entry.chunks), bytes: count(entry.bytes) }),
    time(entry.elapsed_ms),
    entry.plan ? say('plan', { plan: entry.plan }) : '',
    entry.late_ms >= 1 ? say('late', { time: time(entry.late_ms) }) : '',
  ]
  $('about').textContent = facts.filter(Boolean).map(safe).join(' · ')
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
  $('marks').replaceChildren(...marks.map((text) => element('li', '', safe(text))))
  $('repeat').hidden = !now.asked || !isRepeatable(now.asked)
  if (!$('repeat').hidden) {
    const line = lineOf(now.asked, entry.plan || 'recorded', location.origin)
    if ($('line').textContent !== line) $('line').textContent = line
    $('note').textContent = note(now.asked)
  }
  const old = entry.outcome === 'active' && performance.now() - now.read > OLD
  if (!now.opened && (old || entry.outcome !== now.loaded)) load()
}

/** The rows of the stretch, the lane and the classes that are wanted. */
function list() {
  const stretch = lanes.axis.stretch
  const which = $('which').value
  const odd = $('odd').checked
  now.rows = now.pieces.filter(
    (piece) =>
      (which === 'all' || piece.lane === which) &&
      (!odd || isOdd(piece.cut)) &&
      (!stretch || (piece.at >= stretch[0] && piece.at <= stretch[1])),
  )
  tellPart(stretch, [0, lengthOf(now.stream ?? {}, now.pieces)])
  const pieces = now.pieces.filter((piece) => which === 'all' || piece.lane === which).length
  $('count').textContent = say('rows', { count: count(now.rows.length), of: count(pieces) })
  if (!now.rows.includes(now.piece)) now.piece = null
  rows.show(now.rows, now.rows.indexOf(now.piece))
  lanes.paint()
}

function choosePiece(piece) {
  now.piece = piece
  lanes.paint()
}

// -------------------------------------------------------------------------------------------------------- actions

$('which').addEventListener('change', list)
$('odd').addEventListener('change', list)
$('copy').addEventListener('click', async () => {
  await copy($('line').textContent, $('line'))
  $('copy').textContent = say('copied')
  setTimeout(() => ($('copy').textContent = say('copy')), 1500)
})
$('again').addEventListener('click', async () => {
  if (leaving) {
    leaving.abort()
    return
  }
  leaving = new AbortController()
  $('again').textContent = say('leave')
  const { asked, entry } = now
  const last = Math.max(0, ...feed.entries.keys())
  const want = (number) => {
    now.wanted = number
    render()
  }
  const number = await again(asked, entry.plan || 'recorded', { signal: leaving.signal, began: want })
  if (number === null) want(last + 1)
  leaving = null
  $('again').textContent = say('again')
})

async function open(file) {
  if (!file) return
  const found = await openFile(file)
  if (found.error) {
    state(safe(found.error))
    return
  }
  close()
  $('live').hidden = false
  strip.clear()
  if (found.report) {
    $('choose').hidden = true
    $('report').hidden = false
    $('report').replaceChildren(found.report)
    return
  }
  now.opened = found.entries
  document.body.classList.add('opened')
  state(safe(say(found.more ? 'opened_part' : 'opened', { name: file.name, more: count(found.more) })))
  render()
  if (found.entries.length) choose(found.entries[0])
}

$('live').addEventListener('click', () => {
  now.opened = null
  document.body.classList.remove('opened')
  $('live').hidden = true
  $('report').hidden = true
  close()
  state(say('state_open'))
  render()
})
$('open').addEventListener('click', () => $('file').click())
$('file').addEventListener('change', () => {
  open($('file').files[0])
  $('file').value = ''
})
for (const name of ['dragenter', 'dragover']) {
  addEventListener(name, (event) => {
    event.preventDefault()
    $('drop').hidden = false
  })
}
$('drop').addEventListener('dragleave', () => ($('drop').hidden = true))
addEventListener('drop', (event) => {
  event.preventDefault()
  $('drop').hidden = true
  open(event.dataTransfer.files[0])
})
