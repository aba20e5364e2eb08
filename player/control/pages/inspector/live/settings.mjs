// The settings from the next request on: split, fault and speed, for one client or all; hold and go on.

import { element, safe, say } from '../words.mjs'

const FIELDS = ['split', 'faults', 'speed']

/**
 * `form`: the form of the page, hidden until the player says what is set; `said(text)` shows a sentence, and
 * `settled()` is called when what was asked for is set.
 */
export function makeSettings(form, { said, settled }) {
  const output = form.querySelector('output')
  const hold = form.querySelector('#hold')
  const clients = new Set()
  let held = false
  let now = null

  async function ask(path, method, value) {
    const body = value === undefined ? undefined : JSON.stringify(value)
    try {
      const answer = await fetch(path, { method, body, headers: body ? { 'Content-Type': 'application/json' } : {} })
      const found = await answer.json()
      if (answer.ok) {
        show(found)
        settled()
      } else said(found.error.message)
      return answer.ok
    } catch {
      said(say('state_lost'))
      return false
    }
  }

  const client = () => form.elements.client.value

  function show(found) {
    form.hidden = false
    const own = client() ? found.clients[client()] : null
    held = own?.hold || found.holds
    hold.textContent = say(held ? 'go' : 'hold')
    hold.setAttribute('aria-pressed', String(held))
    const lines = [[say('all_clients'), found.all], ...Object.entries(found.clients)]
      .filter(([, one]) => one && (one.spec || one.hold))
      .map(([whose, one]) => `${whose}: ${[one.hold ? say('held') : '', one.spec].filter(Boolean).join(', ')}`)
    const { reached, of } = found.workers ?? { reached: 0, of: 0 }
    if (reached < of) lines.push(say('reached', { reached, of }))
    output.textContent = lines.map(safe).join(' · ')
    now = found
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const value = {}
    for (const name of FIELDS) if (form.elements[name].value.trim()) value[name] = form.elements[name].value.trim()
    if (client()) value.client = client()
    ask('settings', 'POST', value)
  })
  form.querySelector('#back').addEventListener('click', async () => {
    const asked = client() ? `settings?client=${encodeURIComponent(client())}` : 'settings'
    if (await ask(asked, 'DELETE')) for (const name of FIELDS) form.elements[name].value = ''
  })
  hold.addEventListener('click', () => {
    const whose = client() ? `?client=${encodeURIComponent(client())}` : ''
    ask((held ? 'go' : 'hold') + whose, 'POST')
  })
  form.elements.client.addEventListener('change', () => show(now))

  return {
    show,
    /** A client was seen: it can be chosen. */
    client(name) {
      if (!name || clients.has(name) || clients.size >= 100) return
      clients.add(name)
      const option = element('option', '', safe(name))
      option.value = name
      form.elements.client.append(option)
    },
  }
}
