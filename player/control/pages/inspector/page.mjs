// The page put together: the requests, the one that is chosen, the settings, and files that are opened.

import { follow } from './live/feed.mjs'
import { openFile } from './live/files.mjs'
import { makeSettings } from './live/settings.mjs'
import { makeRequests } from './views/requests.mjs'
import { makeStream } from './views/stream.mjs'
import { safe, say } from './words.mjs'

const $ = (id) => document.getElementById(id)
const narrow = matchMedia('(max-width: 48rem)')

/** The entries of a file that is opened; null: the player's are shown. */
let opened = null
/** The number of a request of this page that is chosen as soon as it is there. */
let wanted = 0

const state = (text) => ($('state').textContent = text)

/** Say that the page is live, and how many workers it hears. */
function alive() {
  const { present, of } = feed.workers
  if (of === 1) state(say('state_open'))
  else state(present === of ? say('state_workers', { of }) : say('state_part', { present, of }))
}

const settings = makeSettings($('settings'), { said: state, settled: alive })
const stream = makeStream({
  began(number) {
    wanted = number
    requests.render()
  },
  expect: (asked) => feed.expect(asked),
})
const requests = makeRequests({
  source: () => opened ?? [...feed.entries.values()],
  chosen: () => stream.entry,
  chose: choose,
  drawn(all) {
    for (const entry of all.slice(-50)) settings.client(entry.client)
    const asked = opened ? null : feed.entries.get(wanted)
    if (asked) {
      wanted = 0
      choose(asked)
    } else stream.renew(all.find((entry) => entry.number === stream.entry?.number) ?? null)
  },
})
const feed = follow({
  changed: requests.soon,
  told(name, value) {
    if (name === 'lost') state(say('state_lost'))
    if (name === 'workers') alive()
    if (name === 'hello') settings.show(value.settings)
    if (name === 'settings') settings.show(value)
    if (name === 'library') state(safe(value.text))
    if (name === 'slow') state(say('state_slow'))
    if (name === 'observed' && value.request === stream.entry?.number) stream.load()
    if (name === 'reset') stream.close()
  },
})

/** Show `entry`; one that was `tapped` on a narrow page comes into sight. */
async function choose(entry, tapped = false) {
  $('report').hidden = true
  await stream.choose(entry)
  requests.paint()
  if (tapped && narrow.matches) $('detail').scrollIntoView()
}

// ---------------------------------------------------------------------------------------------------------- files

async function open(file) {
  if (!file) return
  const found = await openFile(file)
  if (found.error) {
    state(safe(found.error))
    return
  }
  stream.close()
  requests.clear()
  $('live').hidden = false
  state(safe(say(found.more ? 'opened_part' : 'opened', { name: file.name, more: found.more ?? 0 })))
  if (found.report) {
    opened = null
    requests.render()
    $('choose').hidden = true
    $('report').hidden = false
    $('report').replaceChildren(found.report)
    return
  }
  opened = found.entries
  requests.render()
  if (opened.length) choose(opened[0])
}

$('live').addEventListener('click', () => {
  opened = null
  $('live').hidden = true
  $('report').hidden = true
  stream.close()
  requests.clear()
  alive()
  requests.render()
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

$('nothing').textContent = say('nothing', { url: location.origin })
