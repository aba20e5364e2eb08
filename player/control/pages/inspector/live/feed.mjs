// The requests of the player as they happen: its journal, then the journal's events.

const EVENTS = ['begun', 'playing', 'ended', 'left', 'missed']

/** What an entry lacks before its answer begins. */
const EMPTY = { answer: '', status: 0, outcome: 'active', bytes: 0, chunks: 0, elapsed_ms: 0, plan: '', faults: [], note: '' }

/**
 * Follow the player. `changed()` is called when there is news, `told(name, value)` with what is no entry: `state`
 * (`open` or `lost`), `hello`, `settings`, `library`, `observed`, `lost`.
 */
export function follow({ changed, told }) {
  const entries = new Map()
  let source = null
  let reading = 0
  let worker

  const put = (entry) => {
    entries.set(entry.number, { ...EMPTY, ...entries.get(entry.number), ...entry })
    changed()
  }

  async function read() {
    const turn = ++reading
    let journal
    try {
      journal = await (await fetch('journal')).json()
    } catch {
      return // the events say when the player is there again
    }
    if (turn !== reading || journal.worker?.number !== worker?.number) return
    for (const entry of journal.entries) {
      const known = entries.get(entry.number)
      if (!known || known.outcome === 'active') entries.set(entry.number, { ...EMPTY, ...entry })
    }
    const sorted = [...entries].sort(([one], [other]) => one - other)
    entries.clear()
    for (const [number, entry] of sorted) entries.set(number, entry)
    changed()
  }

  function open() {
    source = new EventSource('journal/events')
    source.addEventListener('open', () => told('state', 'open'))
    source.addEventListener('error', () => {
      told('state', 'lost')
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 2000)
    })
    const on = (name, act) => source.addEventListener(name, (event) => act(JSON.parse(event.data)))
    for (const name of EVENTS) on(name, put)
    on('hello', (hello) => {
      worker = hello.worker
      told('hello', hello)
      if (hello.resumed && !hello.lost) return
      entries.clear()
      read()
    })
    on('progress', ({ streams }) => {
      for (const [number, bytes, chunks, elapsed] of streams) {
        const entry = entries.get(number)
        if (entry && entry.outcome === 'active') Object.assign(entry, { bytes, chunks, elapsed_ms: elapsed })
      }
      changed()
    })
    on('reset', () => {
      entries.clear()
      told('reset', {})
      changed()
    })
    on('lost', (lost) => {
      told('lost', lost)
      read()
    })
    for (const name of ['settings', 'library', 'observed']) on(name, (value) => told(name, value))
  }

  open()
  return { entries }
}
