// A canvas with a time axis on which a stretch can be selected, with a pointer or with keys.

import { say, time } from '../words.mjs'

const LEFT = 8
const RIGHT = 10

/** The first of 1, 2, 5 times a power of ten that is not below `least`. */
export function step(least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-3)))
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= least - 1e-9)
}

/** The colours of the style sheet, for a canvas. */
export function colours() {
  const style = getComputedStyle(document.documentElement)
  return new Proxy({}, { get: (_, name) => style.getPropertyValue(`--${String(name).replace('_', '-')}`).trim() })
}

/**
 * `draw(pen, scale, size, colours)` paints below the selection; `selected(stretch)` is told `[from, to]` in ms, or null;
 * `picked(ms, y)` a click, and `stepped(by)` an arrow key.
 */
export function makeAxis(canvas, { draw, selected, picked, stepped }) {
  let full = [0, 1]
  let whole = full
  let stretch = null
  let down = null
  let waiting = false
  let pinned = null

  const width = () => canvas.clientWidth
  const x = (ms) => LEFT + ((ms - whole[0]) / (whole[1] - whole[0])) * (width() - LEFT - RIGHT)
  const at = (px) => {
    const share = Math.min(1, Math.max(0, (px - LEFT) / Math.max(1, width() - LEFT - RIGHT)))
    return whole[0] + share * (whole[1] - whole[0])
  }

  function paint() {
    waiting = false
    const ratio = devicePixelRatio || 1
    const [wide, high] = [width(), canvas.clientHeight]
    if (!wide || !high) return
    if (canvas.width !== Math.round(wide * ratio) || canvas.height !== Math.round(high * ratio)) {
      canvas.width = Math.round(wide * ratio)
      canvas.height = Math.round(high * ratio)
    }
    const pen = canvas.getContext('2d')
    pen.setTransform(ratio, 0, 0, ratio, 0, 0)
    pen.clearRect(0, 0, wide, high)
    const look = colours()
    const size = { width: wide, height: high - 16 }
    pen.font = `11px ${getComputedStyle(canvas).fontFamily}`
    pen.textBaseline = 'alphabetic'
    const every = step(((whole[1] - whole[0]) * 90) / Math.max(1, wide))
    pen.lineWidth = 1
    for (let ms = Math.ceil(whole[0] / every) * every; ms <= whole[1]; ms += every) {
      pen.fillStyle = look.line
      pen.fillRect(Math.round(x(ms)), 0, 1, size.height)
      const label = time(Math.round(ms * 1000) / 1000)
      pen.fillStyle = look.soft
      pen.fillText(label, Math.max(0, Math.min(wide - pen.measureText(label).width, x(ms) - 3)), high - 3)
    }
    draw(pen, x, size, look)
    if (stretch) {
      pen.fillStyle = look.veil
      pen.fillRect(0, 0, x(stretch[0]), size.height)
      pen.fillRect(x(stretch[1]), 0, wide - x(stretch[1]), size.height)
      pen.fillStyle = look.focus
      pen.fillRect(x(stretch[0]) - 1, 0, 2, size.height)
      pen.fillRect(x(stretch[1]) - 1, 0, 2, size.height)
    }
  }

  const later = () => {
    if (!waiting) {
      waiting = true
      requestAnimationFrame(paint)
    }
  }

  function select(given) {
    stretch = given && [Math.max(whole[0], Math.min(...given)), Math.min(whole[1], Math.max(...given))]
    if (!stretch) {
      pinned = null
      whole = full
    }
    later()
    selected(stretch)
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button) return
    canvas.setPointerCapture(event.pointerId)
    down = { px: event.offsetX, moved: false }
  })
  canvas.addEventListener('pointermove', (event) => {
    if (!down || (!down.moved && Math.abs(event.offsetX - down.px) < 4)) return
    down.moved = true
    select([at(down.px), at(event.offsetX)])
  })
  canvas.addEventListener('pointerup', (event) => {
    if (down && !down.moved) {
      if (stretch) select(null)
      picked(at(event.offsetX), event.offsetY)
    }
    down = null
  })
  canvas.addEventListener('pointercancel', () => (down = null))
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape' && stretch) select(null)
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const before = stepped(0)
      const after = stepped(event.key === 'ArrowLeft' ? -1 : 1)
      if (event.shiftKey && before !== null && after !== null) {
        pinned ??= before
        select([pinned, after])
      } else pinned = null
    } else return
    event.preventDefault()
  })
  new ResizeObserver(later).observe(canvas)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', later)

  return {
    /** Show from `from` to `to` ms. */
    range(from, to) {
      const zoomed = whole !== full
      full = [from, Math.max(to, from + 1)]
      if (!zoomed) whole = full
      later()
    },
    /** Draw the stretch as wide as the canvas; no stretch draws all again. */
    zoom() {
      if (stretch && stretch[1] - stretch[0] >= 0.01) whole = [...stretch]
      later()
    },
    paint: later,
    clear() {
      stretch = null
      pinned = null
      whole = full
      later()
    },
    select,
    get stretch() {
      return stretch
    },
  }
}

/** The line under an axis: which stretch is selected, in two fields, and buttons that draw it wide or take it back. */
export function makeStretch(box, axis) {
  const from = field(say('from'))
  const to = field(say('to'))
  const wide = button('zoom', () => axis.zoom())
  const all = button('all', () => axis.select(null))
  for (const one of [from, to]) {
    one.input.addEventListener('change', () => {
      const [first, last] = [from.input.valueAsNumber, to.input.valueAsNumber]
      if (first >= 0 && last > first) axis.select([first, last])
    })
  }
  box.append(from.label, to.label, wide, all)

  function button(name, act) {
    const made = document.createElement('button')
    made.type = 'button'
    made.textContent = say(name)
    made.addEventListener('click', act)
    return made
  }

  function field(name) {
    const label = document.createElement('label')
    const input = document.createElement('input')
    Object.assign(input, { type: 'number', min: 0, step: 'any', inputMode: 'decimal' })
    label.append(`${name} `, input, ' ms')
    return { label, input }
  }

  /** Show what is selected; `whole` stands in the fields while nothing is. */
  return (stretch, whole) => {
    for (const [one, place] of [[from, 0], [to, 1]]) {
      if (document.activeElement !== one.input) one.input.value = stretch ? String(Math.round(stretch[place])) : ''
      one.input.placeholder = String(Math.round(whole[place]))
      one.input.style.setProperty('--digits', one.input.placeholder.length) // an hour in ms has seven
    }
    wide.disabled = all.disabled = !stretch
  }
}
