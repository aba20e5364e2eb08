// Draws the lanes of one stream on one time axis (recorded, sent, seen by the client) as marks on a canvas.

import { makeAxis } from './axis.mjs'
import { say, time, told } from '../words.mjs'

export const NAMES = ['recorded', 'sent', 'observed']
const HIGH = 44
const BAR = 24

/**
 * The pieces of a stream as rows, in the order of time: lane, time, bytes and cut. A piece whose client told no time
 * stands where the byte that ended it was sent.
 */
export function piecesOf(stream) {
  const sent = stream.sent?.pieces ?? []
  const found = []
  for (const lane of NAMES) {
    const one = stream[lane]
    if (!one) continue
    const cuts = new Map(one.cuts.map((cut) => [cut.at, cut]))
    let start = 0
    let place = 0
    for (const [at, end] of one.pieces) {
      while (place < sent.length - 1 && sent[place][1] < end) place += 1
      const untimed = at === null || at === undefined
      const when = untimed ? (sent.length ? sent[place][0] : 0) : at
      found.push({ lane, at: when, untimed, start, end, cut: cuts.get(end) ?? null, size: one.size })
      start = end
    }
  }
  return found.sort((one, other) => one.at - other.at || NAMES.indexOf(one.lane) - NAMES.indexOf(other.lane))
}

/** The last ms of anything in `stream`. */
export function lengthOf(stream, pieces) {
  const ends = NAMES.map((lane) => stream[lane]?.end_ms ?? 0)
  const marks = [stream.left?.at_ms ?? 0, ...(stream.faults ?? []).map((one) => one.at_ms ?? 0)]
  return Math.max(1, pieces.length ? pieces.at(-1).at : 0, ...ends, ...marks)
}

/** Whether a cut is in a place that breaks decoders: any but the end of an event or record. */
export const isOdd = (cut) => Boolean(cut && cut.classes.some((name) => !told.tame.includes(name)))

/** `chosen()` gives the piece that is chosen; `choose(piece)`, `selected(stretch)` and `stepped(by)` as in `makeAxis`. */
export function makeLanes(canvas, { chosen, choose, selected, stepped }) {
  let stream = {}
  let pieces = []
  let lanes = []

  function draw(pen, x, size, look) {
    lanes.forEach((lane, place) => {
      const top = place * HIGH + 16
      pen.fillStyle = look.card
      pen.fillRect(0, top, size.width, BAR)
      const ahead = new Set()
      for (const odd of [false, true]) {
        pen.fillStyle = odd ? look.fail : look[lane]
        for (const piece of pieces) {
          if (piece.lane !== lane || isOdd(piece.cut) !== odd) continue
          const px = Math.round(x(piece.at))
          const key = px * 2 + odd
          if (ahead.has(key)) continue // a mark stands in this column
          ahead.add(key)
          pen.fillRect(px, top + (odd ? 0 : 5), 2, odd ? BAR : BAR - 5)
        }
      }
      pen.fillStyle = look.soft
      const untimed = lane === 'observed' && pieces.some((piece) => piece.lane === lane && piece.untimed)
      pen.fillText(say(lane) + (untimed ? ` · ${say('untimed')}` : ''), 8, top - 4)
    })
    const high = lanes.length * HIGH
    let free = pen.measureText(lanes.length ? say(lanes[0]) : '').width + 16 // behind the name of the first lane
    for (const fault of stream.faults ?? []) {
      if (fault.at_ms !== null && fault.happened) flag(fault.fault.split(',')[0], fault.at_ms, look.note)
    }
    if (stream.left) flag(say('left_here'), stream.left.at_ms, look.fail)
    const piece = chosen()
    if (piece) {
      const top = lanes.indexOf(piece.lane) * HIGH + 16
      pen.strokeStyle = look.focus
      pen.lineWidth = 2
      pen.strokeRect(x(piece.at) - 3, top - 2, 8, BAR + 4)
    }

    function flag(text, ms, colour) {
      const px = Math.round(x(ms))
      pen.fillStyle = colour
      pen.fillRect(px, 0, 2, high)
      const width = pen.measureText(text).width
      const from = Math.max(px + 5, free)
      pen.fillText(text, from + width < size.width ? from : Math.max(0, px - width - 4), 10)
      free = Math.max(free, from + width + 8)
    }
  }

  const axis = makeAxis(canvas, {
    draw,
    selected,
    stepped,
    picked(ms, y) {
      const lane = lanes[Math.min(lanes.length - 1, Math.max(0, Math.floor((y - 8) / HIGH)))]
      let best = null
      for (const piece of pieces) {
        if (piece.lane === lane && (!best || Math.abs(piece.at - ms) < Math.abs(best.at - ms))) best = piece
      }
      if (best) choose(best)
    },
  })

  return {
    axis,
    show(given, rows) {
      stream = given
      pieces = rows
      lanes = NAMES.filter((lane) => given[lane])
      canvas.style.height = `${lanes.length * HIGH + 16}px`
      const told = lanes.map((lane) => `${say(lane)}: ${pieces.filter((one) => one.lane === lane).length}`)
      canvas.setAttribute('aria-label', `${say('lanes')} ${told.join(', ')}; ${time(lengthOf(given, rows))}`)
      axis.range(0, lengthOf(given, rows))
    },
    paint: axis.paint,
  }
}
