// What tests/interop/test_page.py asks of the page, in the page.
window.watch = {
  one: (selector) => document.querySelector(selector),
  rows: (box) => [...document.querySelectorAll(`${box} .row:not([hidden])`)],
  row: (number) => watch.rows('#requests').find((row) => row.querySelector('.number').textContent === `#${number}`),
  /** Choose a request. The list draws what is in sight only: where its row is not, the list scrolls on for the next call. */
  choose(number) {
    const row = watch.row(number)
    const box = watch.one('#requests')
    const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 1
    if (row) row.click()
    else box.scrollTop = atEnd ? 0 : box.scrollTop + box.clientHeight
    return row !== undefined
  },
  lanes: () => [...document.querySelectorAll('#which option')].map((option) => option.value),
  text: (selector) => watch.one(selector)?.textContent ?? '',
  title: (start) => watch.text('#title').startsWith(start),
  /** Fill in fields of the settings, and send them. */
  set(values) {
    for (const [name, value] of Object.entries(values)) watch.one(`[name=${name}]`).value = value
    watch.one('#settings').requestSubmit()
  },
  /** Select the stretch of the chosen stream between two times in ms. */
  stretch(from, to) {
    const [first, last] = document.querySelectorAll('#part input')
    first.value = from
    last.value = to
    last.dispatchEvent(new Event('change'))
  },
  /** Drop a file on the page; `data` is base64. */
  drop(name, data) {
    const given = new DataTransfer()
    given.items.add(new File([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))], name))
    dispatchEvent(new DragEvent('drop', { dataTransfer: given }))
  },
  /** The times of 120 frames in which both lists scroll. */
  scroll: () =>
    new Promise((done) => {
      const boxes = ['#requests', '#pieces'].map(watch.one)
      const times = []
      const step = (at) => {
        times.push(at)
        for (const box of boxes) box.scrollTop = times.length * 300
        if (times.length < 120) requestAnimationFrame(step)
        else done(times)
      }
      requestAnimationFrame(step)
    }),
  long: [],
}
if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
  const note = (list) => watch.long.push(...list.getEntries().map((one) => one.duration))
  new PerformanceObserver(note).observe({ type: 'longtask' })
}
