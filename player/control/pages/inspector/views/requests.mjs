// The requests: all of them on one time axis, and the list of those in the stretch that is selected there.

import { makeAxis, makeStretch } from '../drawn/axis.mjs'
import { drawRequest, kindOf } from '../drawn/cells.mjs'
import { makeRows } from '../drawn/rows.mjs'
import { count, say } from '../words.mjs'

const $ = (id) => document.getElementById(id)
/** ms between two drawings, however much comes */
const EVERY = 100
/** px above the first line of the axis */
const ABOVE = 4

/**
 * `source()` gives all entries, `chosen()` the one that is shown; `chose(entry, tapped)` is called when a person chooses
 * one, `drawn(entries)` whenever they were drawn.
 */
export function makeRequests({ source, chosen, chose, drawn }) {
  let listed = []
  let dirty = false
  let waiting = false

  const rows = makeRows($('requests'), { draw: drawRequest, chose: (entry, tapped) => chose(entry, tapped) })
  const strip = makeAxis($('strip'), {
    draw(pen, x, size, look) {
      const all = source()
      const high = size.height - ABOVE
      const lines = Math.max(1, Math.min(all.length, Math.floor(high / 3)))
      const bar = Math.min(9, Math.max(2, high / lines - 1))
      all.forEach((entry, place) => {
        const from = x(entry.at_ms)
        const top = ABOVE + ((place % lines) * high) / lines
        const wide = Math.max(2, x(entry.at_ms + entry.elapsed_ms) - from)
        pen.fillStyle = look[kindOf(entry)]
        pen.fillRect(from, top, wide, bar)
        if (entry !== chosen()) return
        pen.strokeStyle = look.ink
        pen.lineWidth = 1.5
        pen.strokeRect(from - 2, top - 2, wide + 4, bar + 4)
      })
    },
    selected: () => render(),
    picked(ms) {
      const far = (entry) => Math.max(entry.at_ms - ms, ms - entry.at_ms - entry.elapsed_ms, 0)
      const best = listed.reduce((one, other) => (one && far(one) <= far(other) ? one : other), null)
      if (best) chose(best, true)
    },
    stepped(by) {
      const index = listed.indexOf(chosen())
      if (by && listed.length) rows.choose(index + by)
      return chosen()?.at_ms ?? null
    },
  })
  const tellStretch = makeStretch($('stretch'), strip)

  function draw() {
    dirty = false
    const all = source()
    const first = all.reduce((least, entry) => Math.min(least, entry.at_ms), all[0]?.at_ms ?? 0)
    const last = all.reduce((most, entry) => Math.max(most, entry.at_ms + entry.elapsed_ms), first)
    const stretch = strip.stretch
    for (const id of ['strip', 'stretch']) $(id).hidden = !all.length
    $('nothing').hidden = all.length > 0
    strip.range(first, last)
    tellStretch(stretch, [first, last])
    listed = stretch
      ? all.filter((entry) => entry.at_ms <= stretch[1] && entry.at_ms + entry.elapsed_ms >= stretch[0])
      : all
    drawn(all)
    rows.show(listed, listed.indexOf(chosen()), { follow: !stretch })
    const active = all.filter((entry) => entry.outcome === 'active').length
    $('counts').textContent = say('counts', { count: count(all.length), active: count(active) })
  }

  function render() {
    if (dirty) return
    dirty = true
    requestAnimationFrame(draw)
  }

  return {
    render,
    /** Draw soon what came. */
    soon() {
      if (waiting) return
      waiting = true
      setTimeout(() => {
        waiting = false
        render()
      }, EVERY)
    },
    /** Select nothing. */
    clear: () => strip.clear(),
    paint: () => strip.paint(),
  }
}
