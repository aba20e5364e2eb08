// The copy buttons of a report; without this script they stay hidden and the commands can be selected.
for (const button of document.querySelectorAll('[data-copies]')) {
  const code = document.getElementById(button.dataset.copies);
  const name = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch { // a page from a file, or of a plain address
      getSelection().selectAllChildren(code);
      document.execCommand('copy');
    }
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = name; }, 2000);
  });
}
