// What repeats the chosen request: a line for a terminal, and the same from this page.

import { again, copy, isRepeatable, lineOf, note } from '../live/again.mjs'
import { say } from '../words.mjs'

const $ = (id) => document.getElementById(id)
/** ms for which "Copied" stands there */
const SHOWN = 1500

/** `began(number)` is told the number of a request of this page; `expect(asked)` finds it, as `follow` has it. */
export function makeRepeat({ began, expect }) {
  let asked = null
  let plan = ''
  let leaving = null

  $('copy').addEventListener('click', async () => {
    await copy($('line').textContent, $('line'))
    $('copy').textContent = say('copied')
    setTimeout(() => ($('copy').textContent = say('copy')), SHOWN)
  })
  $('again').addEventListener('click', async () => {
    if (leaving) {
      leaving.abort()
      return
    }
    leaving = new AbortController()
    $('again').textContent = say('leave')
    await again(asked, plan, { signal: leaving.signal, began, find: expect(asked) })
    leaving = null
    $('again').textContent = say('again')
  })

  return {
    /** Show what repeats `given` (null: nothing does), played as `as` says. */
    show(given, as) {
      asked = given
      plan = as || 'recorded'
      $('repeat').hidden = !given || !isRepeatable(given)
      if ($('repeat').hidden) return
      const line = lineOf(given, plan, location.origin)
      if ($('line').textContent !== line) $('line').textContent = line
      $('note').textContent = note(given)
    },
  }
}
