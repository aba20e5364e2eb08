// A list of any length, in which only the visible rows are elements. Keyboard: j, k, arrows, Page Up and Down, Home,
// End.

import { element } from '../words.mjs'

const SPARE = 4

/**
 * `box`: the scrolling element, a listbox. `draw(row, item)` fills a row's element; `chose(item, tapped)` is called when a
 * person chooses one, by a pointer or by a key.
 */
export function makeRows(box, { draw, chose }) {
  const inner = element('div', 'inner')
  box.append(inner)
  let items = []
  let chosen = -1
  let height = 0
  let waiting = false
  const pool = []

  const later = () => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(paint)
  }

  function paint() {
    waiting = false
    height = parseFloat(getComputedStyle(box).getPropertyValue('--row')) || 44
    inner.style.height = `${items.length * height}px`
    const first = Math.max(0, Math.floor(box.scrollTop / height) - SPARE)
    const shown = Math.min(items.length - first, Math.ceil(box.clientHeight / height) + 2 * SPARE)
    while (pool.length < shown) {
      const row = element('div', 'row')
      row.setAttribute('role', 'option')
      inner.append(row)
      pool.push(row)
    }
    pool.forEach((row, place) => {
      const index = first + place
      row.hidden = place >= shown
      if (row.hidden) {
        row.removeAttribute('id')
        return
      }
      row.id = `${box.id}-${index}`
      row.style.transform = `translateY(${index * height}px)`
      row.setAttribute('aria-selected', String(index === chosen))
      row.setAttribute('aria-setsize', String(items.length))
      row.setAttribute('aria-posinset', String(index + 1))
      row.dataset.index = String(index)
      draw(row, items[index])
    })
    if (chosen >= first && chosen < first + shown) box.setAttribute('aria-activedescendant', `${box.id}-${chosen}`)
    else box.removeAttribute('aria-activedescendant')
  }

  function reveal(index) {
    const top = index * height
    if (top < box.scrollTop) box.scrollTop = top
    else if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight
  }

  function choose(index, tapped = false) {
    if (!items.length) return
    chosen = Math.max(0, Math.min(items.length - 1, index))
    reveal(chosen)
    later()
    chose(items[chosen], tapped)
  }

  const page = () => Math.max(1, Math.floor(box.clientHeight / (height || 44)) - 1)
  const steps = {
    j: () => chosen + 1,
    ArrowDown: () => chosen + 1,
    k: () => chosen - 1,
    ArrowUp: () => chosen - 1,
    PageDown: () => chosen + page(),
    PageUp: () => chosen - page(),
    Home: () => 0,
    End: () => items.length - 1,
  }
  box.addEventListener('keydown', (event) => {
    const step = steps[event.key]
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    choose(step())
  })
  box.addEventListener('click', (event) => {
    const row = event.target.closest('.row')
    if (row) choose(Number(row.dataset.index), true)
  })
  box.addEventListener('scroll', later, { passive: true })
  new ResizeObserver(later).observe(box)

  return {
    /** Show `given`; `marked` is the index of the one that is chosen, -1 for none. A list at its end stays there. */
    show(given, marked = -1, { follow = false } = {}) {
      const atEnd = box.scrollTop + box.clientHeight >= items.length * height - 2
      const more = given.length > items.length
      items = given
      chosen = marked
      if (follow && more && atEnd && height) {
        inner.style.height = `${items.length * height}px`
        box.scrollTop = items.length * height
      }
      later()
    },
    paint: later,
    reveal,
    choose,
    get length() {
      return items.length
    },
  }
}
