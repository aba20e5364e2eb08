// The values that the player wrote into the page: its sentences in the reader's language, and the names that can be
// set.

export const told = JSON.parse(document.getElementById('words').textContent)

export const locale = document.documentElement.lang

/** The sentence `name` with `values` in place of its fields. */
export function say(name, values = {}) {
  return told.words[name].replace(/\{(\w+)\}/g, (field, key) => (key in values ? String(values[key]) : field))
}

const whole = new Intl.NumberFormat(locale)
const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const third = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })

export const count = (number) => whole.format(number)

/** A time for a person: `12.3 ms`, `4.56 s`. */
export const time = (ms) => (ms < 1000 ? `${tenth.format(ms)} ms` : `${third.format(ms / 1000)} s`)

/** An element with a class and a text; text is never markup. */
export function element(name, kind = '', text = '') {
  const made = document.createElement(name)
  if (kind) made.className = kind
  if (text) made.textContent = text
  return made
}

// characters without a glyph, or that would reverse a line
const ODD = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu

/** A text for one line: what can't be seen is shown as an escape. */
export const safe = (text) => String(text).replace(ODD, (one) => `\\u{${one.codePointAt(0).toString(16)}}`)
