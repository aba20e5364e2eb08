// Runs in a page of the site, in a browser: looks at it, searches for what stands behind `#`, and posts what it saw.
addEventListener('load', async () => {
  const until = async (found) => {
    for (;;) {
      const value = found()
      if (value) return value
      await new Promise((done) => setTimeout(done, 50))
    }
  }
  const roots = () => [...document.querySelectorAll('*')].map((one) => one.shadowRoot).filter(Boolean)
  const inside = (what) => roots().flatMap((root) => [...root.querySelectorAll(what)])
  const seen = {
    language: document.documentElement.lang,
    title: document.querySelector('h1').textContent,
    width: innerWidth,
    needed: document.documentElement.scrollWidth,
    scheme: document.body.dataset.mdColorScheme,
    ground: getComputedStyle(document.body).backgroundColor,
    other: [...document.querySelectorAll('a[hreflang]')].map((one) => one.href),
  }
  const button = await until(() => document.querySelector('.md-search__button'))
  const field = await until(() => {
    button.click()
    return inside('input[role=combobox]')[0]
  })
  field.value = decodeURIComponent(location.hash.slice(1))
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
  await until(() => inside('[role=option] mark').length)
  seen.results = inside('a[role=option]').map((one) => [decodeURIComponent(one.href), one.textContent])
  seen.loaded = performance.getEntriesByType('resource').map((one) => one.name)
  await fetch('/seen', { method: 'POST', body: JSON.stringify(seen) })
})
