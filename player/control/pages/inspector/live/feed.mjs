// The requests of the player as they happen: its journal, then the journal's events, of all workers where it has several.

const EVENTS = ['begun', 'playing', 'ended', 'left', 'missed']
/** requests of one worker that are kept, as its journal does */
const KEPT = 1000

/** looks for the request that this page sent, and ms between two */
const TURNS = 40
const TURN = 50

/** What an entry lacks before its answer begins. */
const EMPTY = { answer: '', status: 0, outcome: 'active', bytes: 0, chunks: 0, elapsed_ms: 0, plan: '', faults: [], note: '' }

/**
 * Follow the player. `changed()` is called when there is news of requests, `told(name, value)` of anything else: `lost`
 * (the player does not answer), `workers` (another number of them is heard), `slow` (this page was), `hello`, `settings`,
 * `library`, `observed`, `reset`.
 */
export function follow({ changed, told }) {
  const entries = new Map()
  /** By worker: ms at which it began, on the clock that all of them read. Their requests count from there. */
  const starts = new Map()
  const present = new Set()
  const turns = new Map()
  let of = 1
  let origin = 0
  let source = null

  const workerOf = (number) => ((number - 1) % of) + 1

  const put = (entry) => {
    const at_ms = entry.at_ms + starts.get(workerOf(entry.number)) - origin
    entries.set(entry.number, { ...EMPTY, ...entries.get(entry.number), ...entry, at_ms })
  }

  /** Forget what the journal has forgotten, too. */
  function trim() {
    for (const number of entries.keys()) {
      if (entries.size <= KEPT * of) return
      entries.delete(number)
    }
  }

  /** Read the journal of a worker. */
  async function read(worker) {
    const turn = (turns.get(worker) ?? 0) + 1
    turns.set(worker, turn)
    let journal
    try {
      journal = await (await fetch(of > 1 ? `journal?worker=${worker}` : 'journal')).json()
    } catch {
      return // the events say when the player is there again
    }
    if (turn !== turns.get(worker) || !journal.entries) return
    for (const entry of journal.entries) {
      const known = entries.get(entry.number)
      if (!known || known.outcome === 'active') put(entry)
    }
    const sorted = [...entries].sort(([, one], [, other]) => one.at_ms - other.at_ms)
    entries.clear()
    for (const [number, entry] of sorted) entries.set(number, entry)
    trim()
    changed()
  }

  /** A worker begins to tell. */
  function hello({ worker, started_ms, resumed, lost }) {
    const number = worker?.number ?? 1
    of = worker?.of ?? 1
    starts.set(number, started_ms)
    const first = Math.min(...starts.values())
    for (const entry of entries.values()) entry.at_ms += origin - first
    origin = first
    present.add(number)
    told('workers')
    if (resumed && !lost) return
    for (const one of entries.keys()) if (workerOf(one) === number) entries.delete(one)
    read(number)
  }

  function open() {
    source = new EventSource('journal/events?worker=all')
    source.addEventListener('error', () => {
      present.clear()
      told('lost')
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 2000)
    })
    const on = (name, act) => source.addEventListener(name, (event) => event.data && act(JSON.parse(event.data)))
    for (const name of EVENTS) {
      on(name, (entry) => {
        put(entry)
        trim()
        changed()
      })
    }
    on('hello', (value) => {
      hello(value)
      told('hello', value)
    })
    on('gone', ({ worker }) => {
      if (present.delete(worker.number)) told('workers')
    })
    on('progress', ({ streams }) => {
      for (const [number, bytes, chunks, elapsed] of streams) {
        const entry = entries.get(number)
        if (entry && entry.outcome === 'active') Object.assign(entry, { bytes, chunks, elapsed_ms: elapsed })
      }
      changed()
    })
    on('reset', (value) => {
      entries.clear()
      for (const worker of present) read(worker)
      told('reset', value)
      changed()
    })
    on('lost', () => {
      for (const worker of present) read(worker)
      told('slow')
    })
    for (const name of ['settings', 'library', 'observed']) on(name, (value) => told(name, value))
  }

  open()
  return {
    entries,
    /**
     * Call it before a request is sent: what it gives finds the number of that request, null where none or several came
     * since that are like it.
     */
    expect({ method, target }) {
      const before = new Set(entries.keys())
      const isLike = (entry) => !before.has(entry.number) && entry.method === method && entry.target === target
      return async () => {
        for (let turn = 0; turn < TURNS; turn += 1) {
          const found = [...entries.values()].filter(isLike)
          if (found.length) return found.length === 1 ? found[0].number : null
          await new Promise((done) => setTimeout(done, TURN))
        }
        return null
      }
    },
    /** How many workers are heard, of how many. */
    get workers() {
      return { present: present.size, of }
    },
  }
}
